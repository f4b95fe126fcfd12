"""A portal whose certificate nobody vouches for."""

from tests.crawler.portals.endless import Endless as _Endless


class Unverified(_Endless):
    name = "unverified"
    home = "https://unverified.example"
    tls = {"bad certificate": "signed by itself"}  # noqa: RUF012
