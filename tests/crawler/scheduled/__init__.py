"""One portal of the replica alone: to be due takes seconds."""
