"""What the graph page is made of: template, style, scripts, and the bundle of vis-network."""
