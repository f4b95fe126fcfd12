"""Bytes in, articles out: no network, no database, no clock."""
