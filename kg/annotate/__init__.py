"""spaCy components, one file each; each declares what it reads and what it writes."""
