"""Portals of the tests: each is odd in one way. Their sites are in tests/crawler/site.py."""
