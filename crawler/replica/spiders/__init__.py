"""Spiders of the replica's mirror sites. Mirrors are no portals: these are for the demo and the tests."""
