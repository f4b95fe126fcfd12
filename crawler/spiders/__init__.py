"""The portals: one short file each, named after the portal."""
