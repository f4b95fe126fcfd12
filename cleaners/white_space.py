"""White space, and characters that nobody sees."""

import re

_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f]")


def tidy(text: str) -> str:
    """Text with every run of white space as one blank, and without characters nobody sees."""
    text = text.strip()
    if not text.isprintable():
        text = " ".join(_INVISIBLE.sub("", text).split())
    elif "  " in text:
        text = " ".join(text.split())
    return text
