"""The script of a page: what is converted, by which way, and that the text as published is kept."""

import pytest

from cleaners.article import clean
from cleaners.mirror import repair
from cleaners.mirror.script import from_mirror
from cleaners.model import Article, Page

CASES = {
    "锺 in a name": ("錢鍾書談鐘表", "钱锺书谈钟表"),
    "a mirror that has 鍾 for both": ("等了五分鍾，聽見鍾聲", "等了五分钟，听见钟声"),
    "彰显 and 凸显 take the particle": ("彰顯著她的才華，成效顯著", "彰显着她的才华，成效显著"),
    "books somebody wrote": ("他著了幾部書，還看著了火的山", "他著了几部书，还看着了火的山"),
}

MIRRORED = "機(jī)關(guān)黨員到村(社區(qū))開展服務，於可訓談乾隆年間的著作，圍繞著主題。"
WRITTEN = (
    "立法會議員於星期二後到訪村裡，聽取居民對巴士服務的意見，並於會後發表聲明。",
    "運輸署表示，會檢討餘下路線的班次，幹線工程於明年完成，一目瞭然。",
)


def cleaned(html: str) -> Article:
    (article,) = clean(Page(html.encode(), content_type="text/html; charset=utf-8")).articles
    return article


@pytest.mark.parametrize(("shown", "true"), CASES.values(), ids=CASES)
def test_a_mirrors_text(shown: str, true: str) -> None:
    assert from_mirror(shown) == true


def test_a_mirrors_page_keeps_the_text_as_published() -> None:
    article = cleaned(f"<h1>加強(qiáng)黨建</h1><p>{MIRRORED}</p>")
    assert article.text == "机关党员到村(社区)开展服务，於可训谈乾隆年间的著作，围绕着主题。"
    assert article.value("title") == "加强党建"
    assert [block.text for block in article.ledger.blocks] == ["加強(qiáng)黨建", MIRRORED]


def test_a_traditional_page_keeps_the_text_as_published() -> None:
    article = cleaned(f"<title>總統府</title><h1>總統府</h1><p>{WRITTEN[0]}</p><p>{WRITTEN[1]}</p>")
    assert article.text.endswith("运输署表示，会检讨余下路线的班次，干线工程于明年完成，一目了然。")
    assert article.value("title") == "总统府"
    assert "mirror_of" not in article.fields
    assert [block.text for block in article.ledger.blocks] == ["總統府", *WRITTEN]


def test_a_traditional_name_in_the_title_of_a_simplified_page_stays() -> None:
    prose = "他们说，这里的建筑经过修缮，向游客开放，参观的人很多。"
    article = cleaned(f"<title>總統府一日</title><h1>總統府一日</h1><p>{prose}</p><p>{prose}</p>")
    assert article.value("title") == "總統府一日"


def test_where_no_page_is_known_a_text_judges_itself() -> None:
    assert repair("立法會議員於星期二", mirror=False) == "立法会议员于星期二"
    assert repair("走进總統府", mirror=False) == "走进總統府"
