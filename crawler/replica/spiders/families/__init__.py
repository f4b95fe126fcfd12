"""Portals on platforms, one a CMS family: what declares such a portal is all there is in its file."""
