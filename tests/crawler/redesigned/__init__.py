"""A portal of the replica whose file knows its new design."""
