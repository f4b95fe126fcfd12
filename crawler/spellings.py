"""The addresses that somebody may mean who writes one by hand."""

from urllib.parse import urlsplit

from w3lib.url import canonicalize_url


def spellings(given: str) -> list[str]:
    """The canonical addresses that somebody may mean: also without ``https://``, or with the other one of the two.

    Pages in GBK name addresses whose Chinese letters are escaped in another way than usual.
    """
    given = given.strip()
    schemes = ("http", "https") if given.lower().startswith("http:") else ("https", "http")
    rest = given.partition("://")[2] or given
    found = []
    for scheme in schemes:
        for encoding in ("utf-8", "gb18030"):
            try:
                url = canonicalize_url(f"{scheme}://{rest}", encoding=encoding)
                found += [url, _without_port(url)]
            except ValueError:  # such as http://[ or a port that is no number
                continue
    return list(dict.fromkeys(found))


def _without_port(url: str) -> str:
    """The address without a port that is its scheme's own."""
    parts = urlsplit(url)
    own = {"https": ":443", "http": ":80"}[parts.scheme]
    return parts._replace(netloc=parts.netloc.removesuffix(own)).geturl()
