"""Portals of the replica whose files declare no layout: theirs are learned."""
