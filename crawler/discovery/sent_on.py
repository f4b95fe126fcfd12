"""Front pages that only lead on to the true one: by a refresh in their head, or by a script."""

import re

from scrapy.http import TextResponse
from w3lib.html import get_meta_refresh

from crawler.links import absolute

_SCRIPT = re.compile(
    r"""\blocation(?:\.href)?\s*=\s*["']([^"'<>\s]{1,300})["']|\blocation\.replace\(\s*["']([^"'<>\s]{1,300})["']"""
)
#: A page with more links says something itself; a refresh that takes longer, in seconds, only renews a page.
LINKS, SECONDS = 3, 10


def sent_on(response: TextResponse) -> str | None:
    """Where a page without links of its own leads to; None if it doesn't.

    Left alone: pages that have links, which send telephones elsewhere, or renew themselves.
    """
    if len(response.css("a[href]")) > LINKS:
        return None
    seconds, refresh = get_meta_refresh(response.text, response.url, response.encoding)
    script = _SCRIPT.search(response.text)
    href = (
        refresh
        if refresh and seconds is not None and seconds <= SECONDS
        else script and (script[1] or script[2])
    )
    url = absolute(response, href) if href else None
    return url if url != response.url else None
