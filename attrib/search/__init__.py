"""Asking the index: who said what about this, and what has this expert said before."""
