"""A page's tree, and what the styles of its elements say."""

import re

from lxml import etree, html

_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_PAGE_END = re.compile(rb"</(?:html|body)\s*>", re.IGNORECASE)
_CONTAINER = re.compile(
    r"</?(?:div|span|font|section|center|table|tbody|tr|td|ul|li)\b[^<>]*>", re.IGNORECASE
)
#: One class for all elements: lxml.html asks a function of Python for the class of each.
_CLASSES = etree.ElementDefaultClassLookup(element=html.HtmlElement, comment=html.HtmlComment)


def parse(page: str | bytes) -> html.HtmlElement | None:
    """The tree of a page, as text or in UTF-8; None where there is no element at all.

    libxml2 stops reading at ``</html>``, and articles have been seen behind one: the page's end tags go.
    It also stops at elements that are nested too deep: of such a page the containers go.
    """
    utf8 = page if isinstance(page, bytes) else page.encode("utf-8", "replace")
    whole = _PAGE_END.sub(b"", utf8)
    tree, complete = _tree(whole)
    return tree if complete else _tree(_CONTAINER.sub("<br>", whole.decode()).encode())[0]


def _tree(page: bytes) -> tuple[html.HtmlElement | None, bool]:
    """The tree of a page in UTF-8, None where there is no element at all, and whether it was read to its end."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True)
    parser.set_element_class_lookup(_CLASSES)
    try:
        tree = html.document_fromstring(page, parser=parser)
    except etree.ParserError:
        return None, True
    return tree, not any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log)


def is_hidden(element: html.HtmlElement) -> bool:
    """Whether an element's own style hides it."""
    style = element.get("style")
    return element.get("hidden") is not None or bool(style and _HIDING.search(style))


def is_centred(element: html.HtmlElement) -> bool:
    """Whether an element's own style centres its text, or that of one of the next two around it."""
    for _ in range(3):
        if element is None:
            break
        if element.tag == "center" or element.get("align") == "center" or _centres(element):
            return True
        element = element.getparent()
    return False


def _centres(element: html.HtmlElement) -> bool:
    style = element.get("style")
    return bool(style and _CENTRED.search(style))
