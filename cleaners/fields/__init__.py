"""Fields: what a page says of its article, raw and parsed."""
