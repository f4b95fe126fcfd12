"""Which pages are mirrors' copies, by which signs. What looks like one and is none comes first."""

import pytest

from cleaners.mirror import look
from cleaners.model import Block

COUNTIES = "天气| 东山县| 西河县| 南岭市| 张家镇| 上林县| 龙口区| 马场县| 凤台县| 长桥市| 云岭县| 双河区| 贵池区| 罗定县| 丰阳县| 陆桥县| 客服|"

WRITTEN = (
    "立法會議員於星期二後到訪村裡，聽取居民對巴士服務的意見，並於會後發表聲明。",
    "居民說，候車時間過長，遊客又多，採訪當日下雨，他們等了半小時，真的?！沒有人回答。",
    "運輸署表示，會檢討餘下路線的班次，皇后大道兩公里外的幹線工程於明年完成。",
)
CONVERTED = (
    "會議結束后，縣里的干部到村里走訪，聽取群眾對公交服務的意見，并于當天下午答復。",
    "群眾反映，候車時間過長，游客又多，采訪當天下雨，大家等了半個小時。",
    "縣里表示，將調整剩余線路的班次，干線工程于明年完工。",
)
FOOTER = ("主辦單位:石橋縣融媒體中心", "ICP備案號:某ICP備00000000號-1")
BROKEN = ("群眾因?yàn)榈缆犯脑於@行，新修的公路更新?lián)Q代。", "培訓結束?！半p評”活動隨后展開。")
ANNOTATED = (
    "會(huì)議結束后，縣(xiàn)里的干部到村(社區(qū))走訪，聽取群眾意見。",
    "縣(xiàn)里表示，社區(qū)服務(wù)會(huì)更好。",
)

NO_MIRRORS = {
    "Simplified": ("会议结束后，县里的干部到村里走访，听取群众意见。", COUNTIES, "ICP备案号:某ICP备00000000号-1"),
    "Simplified that teaches pinyin": ("她(tā)会(huì)说(shuō)汉(hàn)语(yǔ)，也学(xué)写字。",),
    "Simplified that teaches Traditional forms": (
        "这个字的繁体是學(xué)、會(huì)、國(guó)，" + "学校里的老师和同学们每天都在认真地学习各种知识。" * 5,
    ),
    "Simplified and broken": ("因?yàn)槊娣e較大，更新?lián)Q代，会议讨论了?！捌咭弧逼陂g的安排" + "这是简体中文网页" * 20,),
    "Traditional": WRITTEN,
    "Traditional with a mainland registration": (*WRITTEN, *FOOTER),
    "Traditional with a list of mainland sites": (*WRITTEN, *FOOTER, COUNTIES),
    "Traditional with Hong Kong's own characters": (*WRITTEN, *FOOTER, "他\ue2fd來了，我\ue263知道，食\ue0e9飯"),
    "Traditional with a rare word glossed": (*WRITTEN * 3, "鬱(yù)、釁(xìn)與齏(jī)字少見，"),
    "Traditional with glosses in running text": (*WRITTEN * 5, "他心中鬱(yù)悶，挑釁(xìn)對方，碎如齏(jī)粉。"),
    "Traditional with new words read where they first stand": (
        "我們學(xué)校開會(huì)，全國(guó)的學校都開會，國人學習，學會寫信，國會開會。",
    ),
    "Traditional that teaches pinyin": ("她(tā)會(huì)說(shuō)漢(hàn)語(yǔ)，也(yě)很(hěn)喜(xǐ)歡(huān)我(wǒ)們(men)。",),
    "Traditional words to learn": ("本課生字：學(xué)、會(huì)、國(guó)、說(shuō)、書(shū)", "請讀出生字。"),
    "Traditional words to learn, in a lesson": ("學(xué)，會(huì)，國(guó)", "我們學國語，學會說國語，國人會學書。"),
    "a portal's own Traditional edition": (*CONVERTED, *FOOTER),
    "such an edition with questions in it": (*CONVERTED, *FOOTER, "真的?！他問。怎么辦?；大家說不知道。[摘? 要]"),
    "Traditional with two readings": ("機(jī)關(guān)只有兩個注音的頁面",),
    "Traditional with brackets": ("國務院總理與各部門開會(下午)，於會後發表講話。",),
    "nothing": ("",),
}  # fmt: skip

MIRRORS = {
    "annotated": (ANNOTATED, ["readings", "于后里"]),
    "annotated, a footer and spam": (
        ("縣(xiàn)里與村里", *ANNOTATED, *FOOTER, COUNTIES, COUNTIES),
        ["readings", "于后里", "lists of links", "registrations"],
    ),
    "annotated, the spam is the longest": (
        (COUNTIES * 30, *ANNOTATED, COUNTIES),
        ["readings", "于后里", "lists of links"],
    ),
    "toneless and twice": (("發電(dian)(dian)機(ji)組(zu)(zu)與大(da)(da)電(dian)(dian)網(wang)(wang)",), ["readings"]),
    "readings taken away, bytes broken": ((*CONVERTED, *BROKEN), ["于后里", "broken bytes"]),
    "readings taken away, bytes broken in many places": (BROKEN, ["broken bytes"]),
    "readings taken away, bytes broken in two, with its footer": (
        ("公路更新?lián)Q代。", "培訓結束?！半p評”活動隨后展開。", *FOOTER),
        ["broken bytes", "registrations"],
    ),
    "readings taken away, private-use characters left": (
        (*CONVERTED, "新\ue2fd當新作為，中\ue263袆"),
        ["于后里", "broken bytes"],
    ),
    "readings taken away, spam appended": ((*CONVERTED, COUNTIES), ["于后里", "lists of links"]),
    "few readings, broken": (
        ("會(huì)議在縣里召開，社區(qū)的群眾也参加", *CONVERTED[1:], "會(huì)議強調服務更新?lián)Q代。"),
        ["readings", "于后里", "broken bytes"],
    ),
    "broken, spam appended": ((*BROKEN, COUNTIES), ["broken bytes", "lists of links"]),
}  # fmt: skip


def page(*texts: str) -> list[Block]:
    return [Block(1, number, text) for number, text in enumerate(texts)]


@pytest.mark.parametrize("texts", NO_MIRRORS.values(), ids=NO_MIRRORS)
def test_what_is_no_mirror(texts: tuple[str, ...]) -> None:
    assert look(page(*texts)).signs == ()


@pytest.mark.parametrize(("texts", "signs"), MIRRORS.values(), ids=MIRRORS)
def test_a_mirror_and_its_signs(texts: tuple[str, ...], signs: list[str]) -> None:
    seen = look(page(*texts))
    assert seen.mirror and seen.traditional
    assert [next((word for word in signs if word in sign), sign) for sign in seen.signs] == signs


@pytest.mark.parametrize(("texts", "traditional"), [(WRITTEN, True), (NO_MIRRORS["Simplified"], False), (("于右任題“總統府”，说的是过去的事情。",), False)])  # fmt: skip
def test_whether_a_page_is_traditional(texts: tuple[str, ...], traditional: bool) -> None:
    assert look(page(*texts)).traditional is traditional
