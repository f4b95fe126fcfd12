"""Link spam, in every shape it was met in; lists that are a page's own stay or go for another reason."""

from random import Random

import pytest

from cleaners.article import clean
from cleaners.mirror.spam import spam
from cleaners.model import Article, Block, Page
from crawler.replica.damage import convert
from crawler.replica.sites.farm import PLACES

ARTICLE = (
    "县里的干部到村里走访，听取群众对公交服务的意见，并于当天下午答复。",
    "群众反映，候车时间过长，游客又多，采访当天下雨，大家等了半个小时。",
    "县里表示，将调整剩余线路的班次，干线工程于明年完工。",
)
READ = "機(jī)關(guān)黨員到村(社區(qū))開展服務，為群眾辦實事。"
OWN_COUNTIES = (
    "青石县 | 白沙县 | 龙口区 | 马场县 | 凤台县 | 长桥市 | 云岭县 | 双河区 | 贵池区 | 罗定县 | 陆桥县"
)
TOWNSHIPS = "青石镇 | 龙口镇 | 马场乡 | 凤台乡 | 长桥镇 | 云岭镇 | 双河镇 | 罗家镇"
PHRASES = "国产精品免费观看视频 在线直播网址大全 高清无码手机版 动态图片大全集 网红主播直播间".split()


def listed(words: list[str], number: int, joint: str) -> str:
    return joint.join(Random(7).choices(words, k=number))


SHAPES = {
    "41 places, a bar and a space behind each": f"天气| {listed(PLACES, 39, '| ')}| 客服|",
    "the same frame with adult phrases": f"天气| {listed(PHRASES, 39, '| ')}| 客服|",
    "450 items joined by bars": listed(PLACES, 450, "|"),
    "1,468 items joined by bars": listed(PLACES, 1468, "|"),
    "190 items joined by spaces": listed(PLACES, 190, " "),
    "290 phrases joined by spaces": listed(PHRASES, 290, " "),
}


def page(*texts: str) -> list[Block]:
    return [Block(1, number, text) for number, text in enumerate(texts)]


def cleaned(*lines: str) -> Article:
    (article,) = clean(Page("\n".join(lines).encode(), plain=True)).articles
    return article


def reasons(article: Article, text: str) -> list[str]:
    """The steps that dropped a line."""
    (number,) = (block.number for block in article.ledger.blocks if block.text == text.strip())
    return [
        change.step for change in article.ledger.changes if change.number == number and change.after is None
    ]


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_lists_of_a_simplified_page_are_no_spam(shape: str) -> None:
    assert spam(page(*ARTICLE, shape)) == set()


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_lists_that_were_converted_with_their_page_are_no_spam(shape: str) -> None:
    assert spam(page(READ, *map(convert, ARTICLE), convert(shape))) == set()


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_appended_lists_are_spam_wherever_they_stand(shape: str) -> None:
    first, *rest = map(convert, ARTICLE)
    found = spam(page(shape, READ, first, shape, *rest, shape))
    assert found == {(1, 0), (1, 3), (1, 6)}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_spam_is_dropped_under_its_name(shape: str) -> None:
    article = cleaned(READ, *map(convert, ARTICLE), shape)
    assert reasons(article, shape) == ["link_spam"]
    assert article.text.endswith(ARTICLE[-1])


@pytest.mark.parametrize("names", [OWN_COUNTIES, TOWNSHIPS])
def test_a_sites_own_lists_stay_out_of_the_text_and_are_no_spam(names: str) -> None:
    article = cleaned(*ARTICLE, names)
    assert reasons(article, names) == ["site_links"]
    assert article.text == "\n".join(ARTICLE)


@pytest.mark.parametrize("names", [OWN_COUNTIES, TOWNSHIPS])
def test_a_sites_own_lists_on_a_mirrors_page_are_no_spam(names: str) -> None:
    shown = convert(names)
    assert reasons(cleaned(READ, *map(convert, ARTICLE), shown), shown) == ["site_links"]


def test_names_within_the_text_stay() -> None:
    names = "参加的有青石县、白沙县、龙口区、马场县、凤台县、长桥市、云岭县、双河区。"
    assert names in cleaned(*ARTICLE[:2], names, ARTICLE[2]).text
