"""Reading: raw text → documents of statements, every character accounted for. No spaCy, no clinical vocabulary."""

from .decoding import read_text
from .listing import read_listing
from .listings import looks_like_json, read_listings
from .note import read_note
from .registry import read_ctgov_v2, read_ctgov_xml

__all__ = [
    "looks_like_json",
    "read_ctgov_v2",
    "read_ctgov_xml",
    "read_listing",
    "read_listings",
    "read_note",
    "read_text",
]
