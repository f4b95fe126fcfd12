"""Attached documents (附件) in a crawl: which may be asked, and what has come.

They are asked when lists and articles have been: who waits for news need not wait for them. Only what articles
name is asked, at the portal's own hosts, with the manners and guards of every request.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from scrapy.http import Response, TextResponse
from w3lib.url import canonicalize_url

from cleaners.documents import READ, Document, readable
from crawler import links
from crawler.links import Scope
from crawler.notebook import Notebook
from crawler.verdicts import Verdict, of_empty_list
from storage import documents
from storage.addresses import Found, Known
from storage.errors import MissingExtra
from storage.pages import Fetched

if TYPE_CHECKING:
    from crawler.portal import PortalSpider

#: How an answer begins that is a page, such as a soft 404; Word saves documents so, too.
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|!--|html|head|meta|body|script|div)\b", re.IGNORECASE)
_WORD = b"urn:schemas-microsoft-com:office"


@dataclass(frozen=True, slots=True)
class Came:
    """A document that has come and is kept, ready to be read."""

    known: Known
    page_id: int
    body: bytes = field(repr=False)


def naming(portal: "type[PortalSpider]", home: str) -> Callable[[Iterable[str]], list[Found]] | None:
    """What makes addresses of the documents that a portal's articles name; None if they are not fetched.

    :param home: the portal's address.
    """
    if not portal.attachments:
        return None
    return partial(named, Scope.at(home, portal.hosts, portal.article_url))


def named(scope: Scope, urls: Iterable[str]) -> list[Found]:
    """The addresses of documents as the store is to know them; those that can't be asked are excluded."""
    return [found for url in urls if (found := _found(scope, url))]


def due(notebook: Notebook) -> list[Known]:
    """The documents a run asks at its end."""
    with notebook.transaction() as session:
        documents.reopen(session, notebook.lease, readable())
        return documents.due(session, notebook.lease, notebook.full)


def read(notebook: Notebook, response: Response, known: Known, fetched: Fetched) -> Iterator[Came]:
    """A document's answer: what is a page instead is none, and replaces none."""
    if verdict := _refusal(response, known):
        notebook.ended(known, verdict, replace(fetched, body=None, error=verdict.reason))
        return
    with notebook.transaction() as session:
        page_id = documents.arrived(session, notebook.lease, known.id, fetched, readable())
    if page_id is None:
        notebook.ended(known, Verdict("kept", ""))
    else:
        yield Came(known, page_id, response.body)


def keep(notebook: Notebook, came: Came, document: Document) -> None:
    """Keep what was read of a document."""
    with notebook.transaction() as session:
        documents.keep(session, came.page_id, document)
    notebook.ended(came.known, Verdict("kept", ""))


def lacking() -> str | None:
    """One line that says what to install for the texts; None if it is there."""
    if len(readable()) == len(READ):
        return None
    missing = MissingExtra("the text of attachments", "pypdf and python-docx", "requirements-documents.txt")
    return f"{missing} (without it they are kept without text)"


def _found(scope: Scope, url: str) -> Found | None:
    try:
        url = canonicalize_url(url)
        reason = links.exclusion(url, scope)
    except ValueError:  # such as a port that is no number
        return None
    if reason in (None, "attachment"):
        return Found(url, "attachment")
    return Found(url, "attachment", state="excluded", reason=reason)


def _refusal(response: Response, known: Known) -> Verdict | None:
    """Why an answer is no document; None if it is one."""
    head = response.body[:2000]
    if head and (not _PAGE.match(head) or _WORD in head):
        return None
    if isinstance(response, TextResponse) and (challenge := of_empty_list(response.text)):
        return challenge
    return Verdict("failed" if known.page_id else "rejected", "no document")
