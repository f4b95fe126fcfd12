"""The same pages built otherwise: what the cleaners know must not hang on how one site writes its pages.

Each alteration keeps what readers see. So the truth stays, and a figure that sinks shows a rule that was
made for the pages at hand. (Metamorphic testing: Chen, Cheung and Yiu, HKUST-CS98-01, 1998.)
"""

from collections.abc import Callable, Mapping

from lxml import etree, html

from cleaners.blocks import parse
from cleaners.charset import decode
from cleaners.model import Page

Alteration = Callable[[html.HtmlElement], None]

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
#: A title that names nothing but a site.
SITE = "清河县人民政府门户网站"


def without_names(tree: html.HtmlElement) -> None:
    """No class and no id."""
    for element in tree.xpath("//*[@class or @id]"):
        element.attrib.pop("class", None)
        element.attrib.pop("id", None)


def paragraphs_as_divs(tree: html.HtmlElement) -> None:
    """Every <p> is a <div>."""
    _rename(tree, ("p",), "div")


def paragraphs_as_lines(tree: html.HtmlElement) -> None:
    """Every <p> is a line that ends with <br>."""
    for element in list(tree.iter("p")):
        element.append(etree.Element("br"))
        element.drop_tag()


def tables_as_divs(tree: html.HtmlElement) -> None:
    """Every table, row and cell is a <div>."""
    _rename(tree, ("table", "tbody", "tr", "td", "th"), "div")


def lists_as_divs(tree: html.HtmlElement) -> None:
    """Every list and item is a <div>."""
    _rename(tree, ("ul", "ol", "li"), "div")


def site_as_title(tree: html.HtmlElement) -> None:
    """The head names the site and says nothing else."""
    for element in tree.xpath("//meta | //title"):
        element.drop_tree()
    title = etree.SubElement(tree.find(".//head") if tree.find(".//head") is not None else tree, "title")
    title.text = SITE


def no_heading(tree: html.HtmlElement) -> None:
    """As before, and no headings: the headline is a line like any other."""
    site_as_title(tree)
    _rename(tree, HEADINGS, "div")


ALTERATIONS: Mapping[str, Alteration] = {
    "no class, no id": without_names,
    "p as div": paragraphs_as_divs,
    "p as lines": paragraphs_as_lines,
    "tables as div": tables_as_divs,
    "lists as div": lists_as_divs,
    "title: the site": site_as_title,
    "and no headings": no_heading,
}


def altered(body: bytes, alteration: Alteration) -> bytes:
    """A page after an alteration, in UTF-8; as it was where it has no element."""
    tree = parse(decode(Page(body)).text)
    if tree is None:
        return body
    alteration(tree)
    return b'<meta charset="utf-8">' + etree.tostring(tree, encoding="utf-8", method="html")


def _rename(tree: html.HtmlElement, tags: tuple[str, ...], name: str) -> None:
    for element in tree.iter(*tags):
        element.tag = name
