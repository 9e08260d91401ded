"""Quidit: who said what about whom, from French tech-press articles to a knowledge graph."""

__version__ = "0.1.0"
