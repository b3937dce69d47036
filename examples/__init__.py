"""A fictional listing and fictional notes, as data: what ``eligo demo`` runs on."""
