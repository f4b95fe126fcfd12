"""Crawling and cleaning on a Dask cluster: a scheduler and workers as real processes, over a real PostgreSQL."""
