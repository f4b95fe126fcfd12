"""Who may ask, and what a browser may do with the answer.

The desk shows what strangers wrote. So an answer may load nothing but the desk's own files, may not be framed
and is told to no other site; a request must name this machine as its host (else a site could point its own name
here and read the answers), or bring the token; a form must have come with a page of ours.
"""

import hashlib
import hmac
from html import escape
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, HTTPException, Request
from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crawler.desk.sharing import desk

#: The names by which this machine knows itself.
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
#: A form's size in bytes at most.
FORM_BYTES = 65_536
COOKIE = "zhengwen_desk"
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
    checked = TrustedHostMiddleware(app, names, www_redirect=False)
    return _Headers(_Token(checked, token) if token else checked)


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


class _Token:
    """Lets in who shows the token: as ``?token=`` once, which gives a cookie, or in an Authorization header."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app, self._token = app, token
        self._cookie = hmac.new(token.encode(), COOKIE.encode(), hashlib.sha256).hexdigest()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._knows(Headers(scope=scope)):
            await self._app(scope, receive, send)
        else:
            await self._answer(scope)(scope, receive, send)

    def _knows(self, headers: Headers) -> bool:
        cookie = cookie_parser(headers.get("cookie", "")).get(COOKIE, "")
        bearer = headers.get("authorization", "").removeprefix("Bearer ")
        return _same(cookie, self._cookie) or _same(bearer, self._token)

    def _answer(self, scope: Scope) -> Response:
        query = QueryParams(scope["query_string"])
        if scope["method"] == "GET" and _same(query.get("token", ""), self._token):
            return self._enter(scope["path"], query)
        text = "this desk needs its token: open it once with ?token=… behind its address"
        error = {"error": {"kind": "unauthorized", "message": text}}
        return JSONResponse(error, 401, {"WWW-Authenticate": "Bearer"})

    def _enter(self, path: str, query: QueryParams) -> Response:
        """The cookie, and the way to the page without the token in its address."""
        rest = urlencode([(name, value) for name, value in query.multi_items() if name != "token"])
        url = f"/{path.lstrip('/')}" + (f"?{rest}" if rest else "")
        response = HTMLResponse(_ENTERED.format(url=escape(url)))
        response.set_cookie(COOKIE, self._cookie, httponly=True, samesite="strict")
        return response


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
