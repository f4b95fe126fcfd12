"""A portal whose server knows only old TLS, and whose certificate nobody vouches for."""

from tests.crawler.portals.endless import Endless as _Endless


class Antique(_Endless):
    name = "antique"
    home = "https://antique.example"
    tls = {"bad certificate": "signed by itself", "old protocol": "TLS 1.1 at most"}  # noqa: RUF012
