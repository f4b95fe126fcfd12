"""Who may ask, and what a browser may do with the answer."""

import re
from contextlib import closing

import pytest
from fastapi import APIRouter

from crawler.desk import app as desk_app
from crawler.desk.security import COOKIE, FORM_BYTES, Form
from storage.database import open_to_read
from tests.crawler.desk.serving import ask, desk_at, desk_on, serving

TOKEN = "a token of twenty-six chars"  # noqa: S105 (of these tests alone)
#: Pages, errors, files and what programs ask: all of them bind the browser.
PATHS = (
    "/",
    "/articles",
    "/nothing",
    "/runs/x",
    "/static/desk.css",
    "/api/articles",
    "/api/nothing",
    "/api/openapi.json",
)
FOREIGN = ("evil.example", "127.0.0.1.evil.example", "evil.example:80", "10.0.0.1", "localhost.evil", "")


@pytest.mark.parametrize("host", FOREIGN)
def test_a_request_that_names_another_host_is_refused(host, desk):
    answer = ask(desk, "/", Host=host)
    assert (answer.status, answer.json["error"]["kind"]) == (400, "bad_request")
    assert "Content-Security-Policy" in answer.headers


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:1", "[::1]:8087", "LOCALHOST"])
def test_the_names_of_this_machine_are_answered(host, desk):
    assert ask(desk, "/", Host=host).status == 200


ELSEWHERE = {
    "a script's request": ("cross-site", "no-cors", "empty"),
    "a picture's": ("cross-site", "no-cors", "image"),
    "a frame's": ("cross-site", "navigate", "iframe"),
    "another port's": ("same-site", "cors", "empty"),
}


@pytest.mark.parametrize("label", ELSEWHERE)
@pytest.mark.parametrize("path", ["/steps?trial=1", "/articles?words=a", "/api/events", "/static/desk.css"])
def test_pages_of_other_sites_have_nothing_done(path, label, desk):
    site, mode, dest = ELSEWHERE[label]
    answer = ask(desk, path, Sec_Fetch_Site=site, Sec_Fetch_Mode=mode, Sec_Fetch_Dest=dest)
    assert (answer.status, answer.json["error"]["kind"]) == (403, "forbidden")


@pytest.mark.parametrize(
    "fetched",
    [
        ("cross-site", "navigate", "document"),
        ("none", "navigate", "document"),
        ("same-origin", "cors", "empty"),
    ],
)
def test_who_follows_a_link_and_the_desk_itself_are_answered(fetched, desk):
    named = dict(zip(("Sec_Fetch_Site", "Sec_Fetch_Mode", "Sec_Fetch_Dest"), fetched, strict=True))
    assert ask(desk, "/", **named).status == 200


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_binds_the_browser(path, desk):
    headers = ask(desk, path).headers
    policy = dict(each.split(" ", 1) for each in headers["Content-Security-Policy"].split("; "))
    assert policy.pop("default-src") == policy.pop("frame-ancestors") == policy.pop("base-uri") == "'none'"
    assert set(policy.values()) == {"'self'"}
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize(
    "path", ["/docs", "/redoc", "/openapi.json", "/static/", "/static/../app.py", "/static/%2e%2e/app.py"]
)
def test_there_is_nothing_but_the_desk(path, desk):
    assert ask(desk, path).status == 404


@pytest.mark.parametrize("path", ["/", "/articles", "/portals/hxw", "/runs/1"])
def test_pages_name_no_other_host_as_something_to_load(path, desk):
    loaded = re.findall(r"<(?:script|link|img|iframe)[^>]*?(?:src|href)=\"([^\"]*)", ask(desk, path).text)
    assert loaded
    assert all(each.startswith("/static/") for each in loaded)
    assert not re.search(r"<script(?![^>]* src=)|<style|style=|\son\w+=", ask(desk, path).text)


# --- the token -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def guarded(crawled):
    store = open_to_read(f"sqlite:///{crawled.database}")
    with closing(store), serving(desk_on(store, token=TOKEN), ("*",)) as address:
        yield address


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Cookie": f"{COOKIE}={TOKEN}"},
        {"Cookie": f"{COOKIE}="},
        {"Authorization": "Bearer "},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "Bearer \xff"},
    ],
)
def test_without_the_token_nothing_is_answered(path, headers, guarded):
    answer = ask(guarded, path, **headers)
    assert (answer.status, answer.json["error"]["kind"]) == (401, "unauthorized")


@pytest.mark.parametrize("query", ["token=", "token=wrong", f"token={TOKEN}x", "token=%ff"])
def test_a_wrong_token_gives_no_cookie(query, guarded):
    answer = ask(guarded, "/?" + query.replace(" ", "%20"))
    assert (answer.status, answer.headers["Set-Cookie"]) == (401, None)


def test_a_form_may_not_bring_the_token_in_its_address(guarded):
    assert ask(guarded, f"/?token={TOKEN.replace(' ', '%20')}", "POST").status == 401


def test_the_token_is_given_once_and_a_cookie_remembers_it(guarded):
    entered = ask(guarded, f"/articles?words=a%26b&token={TOKEN.replace(' ', '%20')}")
    cookie = entered.headers["Set-Cookie"]
    assert (entered.status, TOKEN in cookie, TOKEN in entered.text) == (200, False, False)
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert 'url=/articles?words=a%26b"' in entered.text
    assert ask(guarded, "/", Cookie=cookie.partition(";")[0], Host="desk.example").status == 200


@pytest.mark.parametrize("path", ["//evil.example/", "/%5Cevil.example/", "/%09/evil.example/"])
def test_the_way_in_leads_to_no_other_host(path, guarded):
    entered = ask(guarded, f"{path}?token={TOKEN.replace(' ', '%20')}")
    assert re.search(r'url=/(%5C|%09/)?evil.example/"', entered.text)


def test_the_token_leaves_the_address_of_who_has_the_cookie_already(guarded):
    way = f"/articles?token={TOKEN.replace(' ', '%20')}"
    cookie = ask(guarded, way).headers["Set-Cookie"].partition(";")[0]
    assert 'url=/articles"' in ask(guarded, way, Cookie=cookie).text


def test_programs_send_the_token_in_a_header(guarded):
    assert ask(guarded, "/api/portals", Authorization=f"Bearer {TOKEN}").status == 200


# --- forms -----------------------------------------------------------------------------------------

SECRET = "secret"  # noqa: S105 (as above)
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def formed(crawled):
    """A desk with a form that says what it was sent, and its form token."""
    router = APIRouter()

    @router.post("/said")
    def said(form: Form) -> str:
        return form["word"]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk_app, "PAGES", (*desk_app.PAGES, type("Page", (), {"router": router})))
        with desk_at(f"sqlite:///{crawled.database}", form_token=SECRET) as address:
            yield address


@pytest.mark.parametrize(
    ("status", "body", "headers"),
    [
        (403, "word=a", {}),
        (403, "word=a&form_token=", {}),
        (403, "word=a&form_token=other", {}),
        (403, "word=a&form_token=secret", {"Sec_Fetch_Site": "cross-site"}),
        (403, "word=a&form_token=secret", {"Sec_Fetch_Site": "same-site"}),
        (413, "form_token=secret&word=" + "a" * FORM_BYTES, {}),
        (415, "word=a&form_token=secret", {"Content_Type": "text/plain"}),
        (415, '{"form_token": "secret"}', {"Content_Type": "application/json"}),
    ],
)
def test_a_form_that_is_not_our_own_is_refused(status, body, headers, formed):
    assert ask(formed, "/said", "POST", body, **{"Content_Type": FORM, **headers}).status == status


@pytest.mark.parametrize("headers", [{}, {"Sec_Fetch_Site": "same-origin", "Origin": "null"}])
def test_a_form_of_ours_is_taken(headers, formed):
    answer = ask(formed, "/said", "POST", "word=%E5%85%9A&form_token=secret", Content_Type=FORM, **headers)
    assert (answer.status, answer.json) == (200, "党")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/", "/articles", "/api/articles", "/portals/hxw"])
def test_what_is_read_cannot_be_written(method, path, desk):
    assert ask(desk, path, method).status == 405


def test_whether_a_page_is_there_can_be_asked_without_it(desk):
    assert (ask(desk, "/", "HEAD").status, ask(desk, "/nix", "HEAD").status) == (200, 404)
    assert ask(desk, "/", "HEAD").text == ""
