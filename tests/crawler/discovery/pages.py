"""Pages made for the tests."""

from collections.abc import Iterable

from scrapy.http import HtmlResponse

SITE = "https://www.example.gov.cn"


def page(body: str, path: str = "/xw/index.html", head: str = "") -> HtmlResponse:
    text = f"<html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"
    return HtmlResponse(f"{SITE}{path}", body=text.encode(), encoding="utf-8")


def rows(
    count: int, path: str = "/xw/202401/t20240105_{}.html", first: int = 1, day: str = "2024-01-05"
) -> str:
    """Rows of a list."""
    made = (
        f"<li><a href='{path.format(number)}'>第{number}次党员大会在城东社区召开</a><span>{day}</span></li>"
        for number in range(first, first + count)
    )
    return f"<ul class='list'>{''.join(made)}</ul>"


def menu(links: Iterable[tuple[str, str]]) -> str:
    made = (f"<li><a href='{href}'>{text}</a></li>" for href, text in links)
    return f"<ul class='nav'>{''.join(made)}</ul>"
