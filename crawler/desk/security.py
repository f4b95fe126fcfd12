"""Who may ask, and what a browser may do with the answer.

The desk shows what strangers wrote. So an answer may load nothing but the desk's own files, may not be framed
and is told to no other site; a request must name this machine as its host (else a site could point its own name
here and read the answers), or bring the token; a form must have come with a page of ours, and other sites' pages may
link here, but have nothing done behind a reader's back.
"""

import hashlib
import hmac
import re
from html import escape
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import Depends, HTTPException, Request
from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crawler.desk.problems import told
from crawler.desk.sharing import desk

#: The names by which this machine knows itself.
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
#: A form's size in bytes at most.
FORM_BYTES = 65_536
COOKIE = "zhengwen_desk"
#: A host as a request names it, with its port or without.
_HOST = re.compile(r"(\[[^\]]*\]|[^:]*)(?::\d*)?")
_LOCKED = "this desk needs its token: open it once with ?token=… behind its address"
POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
#: What every answer says, unless the page itself says otherwise.
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cache-Control": "no-store",
}
#: Strict cookies don't come with a link from elsewhere, nor with the redirect behind it: so a page, and no redirect.
_ENTERED = (
    '<!doctype html><html lang="en"><title>Zhengwen</title><meta http-equiv="refresh" content="0;url={url}">'
    '<p><a href="{url}">Zhengwen</a></p></html>'
)


def guarded(app: ASGIApp, token: str | None, names: tuple[str, ...]) -> ASGIApp:
    """The app behind all checks.

    :param token: what everybody must show; None: nothing.
    :param names: the hosts a request may name; ``*`` any.
    """
    return _Headers(_Gate(app, token, names))


class _Headers:
    """Gives every answer the headers that bind the browser; one that brings a header keeps its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, answer)


class _Gate:
    """Lets in who may ask. The token comes as ``?token=`` once, which gives a cookie, or in an Authorization header."""

    def __init__(self, app: ASGIApp, token: str | None, names: tuple[str, ...]) -> None:
        self._app, self._token, self._names = app, token, names
        self._cookie = hmac.new((token or "").encode(), COOKIE.encode(), hashlib.sha256).hexdigest()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope.get("method") == "HEAD":  # the server itself leaves the body out
            scope = {**scope, "method": "GET"}
        answer = self._answer(scope) if scope["type"] == "http" else None
        await (answer or self._app)(scope, receive, send)

    def _answer(self, scope: Scope) -> Response | None:
        """What is answered instead of what was asked for; None: the app answers."""
        headers, query = Headers(scope=scope), QueryParams(scope["query_string"])
        host = _HOST.fullmatch(headers.get("host", "").lower())
        if "*" not in self._names and not (host and host[1] in self._names):
            return told(400, f"this desk is asked as {' or '.join(self._names)}")
        if _is_from_elsewhere(headers):
            return told(403, "other sites may do no more than link to this desk")
        if self._token is None:
            return None
        if scope["method"] == "GET" and _same(query.get("token", ""), self._token):
            return self._enter(scope["path"], query)
        return (
            None if self._knows(headers, self._token) else told(401, _LOCKED, {"WWW-Authenticate": "Bearer"})
        )

    def _knows(self, headers: Headers, token: str) -> bool:
        cookie = cookie_parser(headers.get("cookie", "")).get(COOKIE, "")
        bearer = headers.get("authorization", "").removeprefix("Bearer ")
        return _same(cookie, self._cookie) or _same(bearer, token)

    def _enter(self, path: str, query: QueryParams) -> Response:
        """The cookie, and the way to the page without the token in its address."""
        rest = urlencode([(name, value) for name, value in query.multi_items() if name != "token"])
        url = f"/{quote(path.lstrip('/'))}" + (f"?{rest}" if rest else "")
        response = HTMLResponse(_ENTERED.format(url=escape(url)))
        response.set_cookie(COOKIE, self._cookie, httponly=True, samesite="strict")
        return response


def _is_from_elsewhere(headers: Headers) -> bool:
    """Whether a page of another site asks, and not for a reader who followed its link."""
    if headers.get("sec-fetch-site", "none") in ("none", "same-origin"):
        return False
    return (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")) != ("navigate", "document")


async def _form(request: Request) -> QueryParams:
    """What a form sent, if it came with one of our own pages.

    :raises HTTPException: 403 if it didn't; 413 if it is too long, 415 if it is no form.
    """
    if request.headers.get("content-type", "").partition(";")[0] != "application/x-www-form-urlencoded":
        raise HTTPException(415, "this takes a form")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > FORM_BYTES:
            raise HTTPException(413, "the form is too long")
    sent = QueryParams(body.decode("ascii", "replace"))
    # Not Origin: without a referrer browsers call it null for our own forms, too.
    is_ours = request.headers.get("sec-fetch-site", "same-origin") == "same-origin"
    if not (is_ours and _same(sent.get("form_token", ""), desk(request).form_token)):
        raise HTTPException(
            403, "the form is not from this desk, or from before its start: go back and reload"
        )
    return sent


#: What was sent by a form of ours, which has ``{{ form_token() }}`` in it.
Form = Annotated[QueryParams, Depends(_form)]


def _same(given: str, secret: str) -> bool:
    """Whether it is the secret, in a time that doesn't tell how much of it is right."""
    return hmac.compare_digest(given.encode(), secret.encode())
