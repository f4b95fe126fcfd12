"""Portals of the replica whose documents are fetched."""
