"""HTML that a page carries and doesn't show: in comments and in CDATA of scripts, whence a script takes it."""

from collections.abc import Iterator

from scrapy.http import TextResponse

_COVERS = (("<!--", "-->"), ("<![CDATA[", "]]>"))
#: So many links in a cover are a list's; fewer are a leftover.
LINKS = 3


def uncovered(response: TextResponse) -> TextResponse | None:
    """The lists that a page carries without showing them, as a page of their own; None if there are none."""
    pieces = [piece for cover in _COVERS for piece in _pieces(response.text, *cover)]
    linked = [piece for piece in pieces if "<a " in piece and "href" in piece]
    if sum(piece.count("<a ") for piece in linked) < LINKS:
        return None
    body = f"<html><body>{''.join(linked)}</body></html>"
    return response.replace(body=body.encode(response.encoding, "replace"), encoding=response.encoding)


def _pieces(text: str, start: str, end: str) -> Iterator[str]:
    at = text.find(start)
    while at >= 0 and (until := text.find(end, at)) >= 0:
        yield text[at + len(start) : until]
        at = text.find(start, until)
