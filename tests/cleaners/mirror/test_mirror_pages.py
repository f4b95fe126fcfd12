"""Which pages are mirrors' copies, and which of their blocks are link spam."""

import pytest

from cleaners.mirror import look
from cleaners.mirror.spam import spam
from cleaners.model import Block

COUNTIES = "东山县| 西河县| 南岭市| 北湖区| 上林县| 下关市| 龙口区| 马场县| 凤台县| 长桥市| 云岭县| 双河区|"
CONVERTED = "機(jī)關(guān)黨員到村(社區(qū))開展服務，為群眾辦實事，會議強調組織領導與監督檢查。"


def page(*texts: str) -> list[Block]:
    return [Block(1, number, text) for number, text in enumerate(texts)]


@pytest.mark.parametrize(
    "text",
    [
        "她(tā)会(huì)说(shuō)汉(hàn)语(yǔ)，也学(xué)写字。",
        "重庆(Chóngqìng)与西安(Xī'ān)",
        "她(tā)會(huì)說(shuō)漢(hàn)語(yǔ)，也(yě)很(hěn)喜(xǐ)歡(huān)我(wǒ)們(men)。",
        "國務院總理與各部門開會(下午)，於會後發表講話。",
        "这个字的繁体是學(xué)、會(huì)、國(guó)，" + "学校里的老师和同学们每天都在认真地学习各种知识。" * 5,
        "機(jī)關(guān)只有兩個注音的頁面",
        "",
    ],
)
def test_what_is_no_mirror(text: str) -> None:
    assert not look(page(text)).mirror


def test_a_mirror() -> None:
    assert look(page("首页", CONVERTED)).mirror


def test_a_list_of_counties_is_no_spam_on_a_simplified_page() -> None:
    assert spam(page("各区县网站如下，欢迎访问和监督。", COUNTIES)) == set()


@pytest.mark.parametrize(
    "text",
    [
        "東山縣| 西河縣| 南嶺市| 北湖區| 上林縣| 下關市| 龍口區| 馬場縣| 鳳臺縣| 長橋市|",
        "东山县| 西河县|",
        "一 二 三 四 五 六 七 八 九 十",
    ],
)
def test_lists_that_stay_on_a_converted_page(text: str) -> None:
    assert spam(page(CONVERTED, text)) == set()


@pytest.mark.parametrize("text", [COUNTIES, COUNTIES.replace("|", "")])
def test_a_simplified_list_on_a_converted_page_is_spam(text: str) -> None:
    assert spam(page(CONVERTED, text)) == {(1, 1)}


def test_much_spam_does_not_hide_the_page() -> None:
    assert spam(page(COUNTIES * 30, CONVERTED, COUNTIES)) == {(1, 0), (1, 2)}
