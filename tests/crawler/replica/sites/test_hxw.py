"""The odd pages of 红星网's replica."""

import re

from crawler.replica.site import Ask, Reply
from crawler.replica.sites import hxw
from crawler.replica.truth import truth


def get(target: str) -> Reply:
    return hxw.site().respond(Ask("GET", hxw.HOST, target))


def body(target: str) -> str:
    return get(target).body.decode()


def path(number: int) -> str:
    return hxw.pieces()[number].path


def test_robots_txt_forbids_the_search() -> None:
    assert "Disallow: /search" in body("/robots.txt")


def test_the_odd_rows_of_the_first_column() -> None:
    statuses = [get(target).status for target, _ in hxw.ODD_ROWS.values()]
    assert statuses == [404, 404, 404, 200, 414, 200, 302, 301]  # other host and javascript are no paths here
    assert max(len(target) for target, _ in hxw.ODD_ROWS.values()) > 2083
    assert get(hxw.EMPTY).body == b""
    listed = "".join(body(f"/channel/101{page}.html") for page in ("", "_2", "_3"))
    assert all(target in listed for target, _ in hxw.ODD_ROWS.values())


def test_redirects_lead_to_articles() -> None:
    urls = [article.url for article in truth("hxw")]
    assert get(hxw.ELSEWHERE).header("Location") == path(hxw.MOVED_TO)
    assert get(hxw.OLD_ADDRESS).header("Location") == urls[hxw.UNLISTED]


def test_no_list_names_the_article_behind_the_old_address() -> None:
    lists = [
        target
        for target in hxw.pages()
        if target.startswith(("/channel", "/topic", "/index")) or target == "/"
    ]
    assert not any(path(hxw.UNLISTED) in body(target) for target in lists)


def test_an_article_without_a_date_has_one_in_its_address_only() -> None:
    article = truth("hxw")[hxw.OLD_WITHOUT_DATE]
    assert (article.published, "/2012/10/08/" in article.url) == ("2012-10-08", True)
    assert "时间" not in re.sub(
        "<li>.*?</li>", "", body(path(hxw.OLD_WITHOUT_DATE)).split('class="hx-zw"')[0]
    )


def test_sources_left_empty_and_left_out() -> None:
    articles = truth("hxw")
    assert [number for number, article in enumerate(articles) if article.source is None] == [7, 19]
    assert "文章来源: &nbsp;&nbsp;时间: " in body(path(7))
    assert "文章来源" not in body(path(19))


def test_the_info_line_gives_source_and_time() -> None:
    article = truth("hxw")[0]
    shown = article.published.replace("T", " ").removesuffix("+08:00")
    assert f"文章来源: {article.source}&nbsp;&nbsp;时间: {shown}" in body(path(0))


def test_editors_are_named_in_three_ways() -> None:
    editors = [article.editor for article in truth("hxw")]
    assert None in editors and any(editor and " " in editor for editor in editors)
    for number, editor in enumerate(editors):
        if editor:
            assert re.search(f"编辑：{'、'.join(editor.split())}", body(path(number)))


def test_a_campaign_has_near_identical_titles() -> None:
    titles = {truth("hxw")[number].title.partition("：")[2] for number in hxw.CAMPAIGN}
    assert len(titles) == 1


def test_a_paragraph_begins_with_a_county_and_a_colon() -> None:
    assert any(re.search(r"^\w\w[县市区]：.+。$", article.text, re.M) for article in truth("hxw"))


def test_list_rows_cut_titles_and_print_dates_in_two_ways() -> None:
    first, second = body("/channel/101.html"), body("/channel/102.html")
    assert re.search(r"<span>\[\d\d-\d\d\]</span>", first)
    assert re.search(r"<span>20\d\d-\d\d-\d\d</span>", second)
    long = [article.title for article in truth("hxw") if len(article.title) > hxw.TITLE_ROOM]
    assert any(f'title="{title}" target="_blank">{title[:14]}..</a>' in first for title in long)


def test_every_markup_is_used() -> None:
    everything = "".join(body(path(number)) for number in range(6))
    assert all(mark in everything for mark in ("<br />", "<div>　　", "<p>　　", 'lang="ZH-CN"'))
