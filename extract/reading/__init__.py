"""Reading: raw text → documents of statements, every character accounted for. No spaCy, no clinical vocabulary."""

from .listing import read_listing
from .note import read_note

__all__ = ["read_listing", "read_note"]
