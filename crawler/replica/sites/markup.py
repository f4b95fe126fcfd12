"""The ways the portals' editors mark up the paragraphs of an article."""

from collections.abc import Callable
from html import escape

from crawler.replica.prose import Text

#: Two full-width spaces: a Chinese paragraph's indent.
INDENT = "　　"


def paragraphs(text: Text) -> str:
    """One ``<p>`` a paragraph, subheads bold."""
    return _lines(text, f"<p>{INDENT}{{}}</p>", f"<p>{INDENT}<strong>{{}}</strong></p>")


def breaks(text: Text) -> str:
    """One block for all, paragraphs ended by ``<br />``."""
    return f"<div class='wen'>{_lines(text, f'{INDENT}{{}}<br />', f'<b>{INDENT}{{}}</b><br />')}</div>"


def divs(text: Text) -> str:
    """One ``<div>`` a paragraph, as old editors make them."""
    return _lines(text, f"<div>{INDENT}{{}}</div>", f"<div><b>{INDENT}{{}}</b></div>")


def spans(text: Text) -> str:
    """Paragraphs pasted from a word processor: spans in spans, cut anywhere."""
    form = (
        '<p class="MsoNormal" style="text-indent:2em;line-height:28pt;"><span style="font-family:仿宋;">'
        '<span lang="ZH-CN">{}</span></span><span style="font-size:16pt;">{}<o:p></o:p></span></p>'
    )
    halves = [(line[: len(line) // 2], line[len(line) // 2 :]) for line in text.paragraphs]
    return "\n".join(
        form.format(escape(first, quote=False), escape(second, quote=False)) for first, second in halves
    )


def mixed(text: Text) -> str:
    """Indents of ``&nbsp; &nbsp; `` and of four spaces in turn, empty paragraphs between."""
    indents = ("&nbsp; &nbsp; ", "    ")
    lines = [
        f"<p>{indents[number % 2]}{escape(paragraph, quote=False)}</p>"
        for number, paragraph in enumerate(text.paragraphs)
    ]
    return "\n<p>&nbsp;</p>\n".join(lines)


def _lines(text: Text, paragraph: str, subhead: str) -> str:
    return "\n".join(
        (subhead if number in text.subheads else paragraph).format(escape(line, quote=False))
        for number, line in enumerate(text.paragraphs)
    )


#: What an article's markup may be, by turns.
WAYS: tuple[Callable[[Text], str], ...] = (paragraphs, breaks, paragraphs, divs, paragraphs, spans)
