"""From a template and what it shows to an answer, in the reader's language."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from crawler.desk.messages import LANGUAGES, MESSAGES
from crawler.desk.sharing import desk
from storage.passages import Passage
from storage.timetable import CHINA

#: Where a reader's choice of language is kept.
COOKIE = "zhengwen_lang"
TEMPLATES = Path(__file__).parent / "templates"
_YEAR = 365 * 24 * 3600


def page(request: Request, template: str, /, status: int = 200, **shown: Any) -> HTMLResponse:
    """A page of the desk.

    Templates also know ``t`` (a message), ``word`` (a word of the store), ``lang``, ``path``, ``here`` (this page's
    address with other parameters) and ``form_token``, which every form must hold.

    :param template: its file in ``templates``.
    :param shown: what it shows; all of it is escaped.
    """
    lang = language(request)
    text = _ENVIRONMENT.get_template(template).render(
        shown,
        t=partial(message, lang),
        word=partial(word, lang),
        lang=lang,
        path=request.url.path,
        here=partial(_here, request),
        form_token=desk(request).form_token,
    )
    response = HTMLResponse(text, status)
    if request.query_params.get("lang") == lang:
        response.set_cookie(COOKIE, lang, max_age=_YEAR, httponly=True, samesite="strict")
    return response


def language(request: Request) -> str:
    """The reader's language: what the address, a cookie, or the browser says; else English."""
    header = request.headers.get("accept-language", "")
    accepted = (part.partition(";")[0].strip()[:2].lower() for part in header.split(","))
    wanted = (request.query_params.get("lang"), request.cookies.get(COOKIE), *accepted)
    return next((each for each in wanted if each in LANGUAGES), LANGUAGES[0])


def message(lang: str, key: str, /, **values: object) -> str:
    """A message of the catalogue."""
    return MESSAGES[key][LANGUAGES.index(lang)].format(**values)


def word(lang: str, name: str) -> str:
    """A word of the store (a state, a field) in the reader's language, where the catalogue has it; else as it is."""
    return message(lang, f"word {name}") if f"word {name}" in MESSAGES else name


def pieces(shown: Passage) -> Iterator[tuple[str, bool]]:
    """A passage cut where its marks begin and end, and whether each piece is one."""
    end = 0
    for start, stop in shown.marks:
        yield shown.text[end:start], False
        yield shown.text[start:stop], True
        end = stop
    yield shown.text[end:], False


def clock(at: datetime) -> str:
    """A time as a reader of the portals' pages has it: China's."""
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}"


def _universal(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def _here(request: Request, /, **changes: object) -> str:
    """The address of the page at hand, with these parameters; one that is None goes."""
    query: Mapping[str, object] = {**request.query_params, **changes}
    return f"{request.url.path}?{urlencode({name: str(each) for name, each in query.items() if each is not None})}"


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "clock": clock,
        "utc": _universal,
        "number": "{:,}".format,
        "percent": "{:.0%}".format,
        "pieces": pieces,
    }
    return made


_ENVIRONMENT = _environment()
