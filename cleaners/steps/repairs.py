"""The steps that undo what mirror sites do to a page. They run first, in this order."""

from collections.abc import Callable
from dataclasses import replace

from cleaners.mirror.annotations import strip
from cleaners.mirror.bytes import Work, may_be_damaged, mend
from cleaners.mirror.language import Language
from cleaners.mirror.script import from_mirror, to_mainland
from cleaners.mirror.spam import spam, without_keywords
from cleaners.model import Block
from cleaners.steps.engine import PageView, Step

_HEADINGS = frozenset(("h1", "h2", "h3"))


def link_spam(blocks: list[Block], page: PageView) -> list[Block]:
    """Lists in Simplified characters on a converted page were appended by the mirror: link spam.

    Lists of a page that is no mirror's stay, and so do lists too short to judge.

    >>> try_on(link_spam, "九江市| 长沙市| 开封县| 汉川市|")
    ['九江市| 长沙市| 开封县| 汉川市|']
    >>> text, spam = 3 * "國務院總理與各部門開會說，會議強調要落實。", 3 * "会东县| 波密县| 万州区| 石门县| "
    >>> try_on(link_spam, text, spam, mirror=True) == [text]
    True
    """
    if not page.mirror:
        return blocks
    found = spam(blocks)
    return [block for block in blocks if block.key not in found]


def headline_spam(blocks: list[Block], page: PageView) -> list[Block]:
    """Keywords before a headline, in Simplified characters on a converted page, were put there by the mirror.

    Only headings are looked at; what the script can't tell from the headline stays.

    >>> try_on_html(headline_spam, "<h1>在线登录入口,最新地址-加強黨的組織建設</h1>", mirror=True)
    ['加強黨的組織建設']
    """
    if not page.mirror:
        return blocks
    return [
        replace(block, text=without_keywords(block.text)) if block.tag in _HEADINGS else block
        for block in blocks
    ]


def byte_damage(blocks: list[Block], page: PageView) -> list[Block]:
    """Bytes that the mirror displaced are put back.

    Paragraphs in which a byte was lost for good are left to the next step.

    A ``?`` that was one stays, and a page with hundreds of such signs, which no mirror makes, is left alone.

    >>> try_on(byte_damage, "更新?lián)Q代", "是嗎?！他問", mirror=True)
    ['更新換代', '是嗎?！他問']
    """
    return _mended(blocks, page, guesses=False)


def byte_guess(blocks: list[Block], page: PageView) -> list[Block]:
    """Bytes that the mirror displaced are put back, and lost ones replaced by a guess.

    What was lost and can't be guessed stays a ``?``.

    >>> try_on(byte_guess, "讓外出戶少跑一趟，先核對證照數?lù)?/p>", mirror=True)
    ['讓外出戶少跑一趟，先核對證照數據']
    """
    return _mended(blocks, page, guesses=True)


def _mended(blocks: list[Block], page: PageView, guesses: bool) -> list[Block]:
    """A mirror page's blocks with their bytes put back; without ``guesses`` only where none is needed."""
    if not page.mirror or not may_be_damaged(block.text for block in blocks):
        return blocks
    language, work = Language(block.text for block in blocks), Work()

    def whole(text: str) -> str:
        mended = mend(text, language, work)
        return mended.text if guesses or not any(repair.lossy for repair in mended.repairs) else text

    return rewrite(blocks, whole)


def annotations(blocks: list[Block], page: PageView) -> list[Block]:
    """Pinyin in brackets, and spaces before ！ ； ？, were added by the mirror.

    Text that teaches pinyin stays.

    >>> try_on(annotations, "學(xué)校", "她(tā)会(huì)说", mirror=True)
    ['學校', '她(tā)会(huì)说']
    """
    return rewrite(blocks, strip) if page.mirror else blocks


def simplified(blocks: list[Block], page: PageView) -> list[Block]:
    """Traditional characters are written in Simplified ones.

    The page decides: a Traditional name or quotation on a Simplified page stays, and on a mirror's page a
    character that mirrors don't make.

    >>> try_on(simplified, "國務院總理說", "“總統府”三个字的时间说法")
    ['國務院總理說', '“總統府”三个字的时间说法']
    >>> try_on(simplified, "國務院總理說", "於可訓", traditional=True), try_on(simplified, "於可訓", mirror=True)
    (['国务院总理说', '于可训'], ['於可训'])
    """
    if page.mirror:
        return rewrite(blocks, from_mirror)
    return rewrite(blocks, to_mainland) if page.traditional else blocks


def rewrite(blocks: list[Block], change: Callable[[str], str]) -> list[Block]:
    """The blocks with their texts changed."""
    return [replace(block, text=change(block.text)) for block in blocks]


#: The repairs, in the order they must run.
REPAIRS: tuple[Step, ...] = (link_spam, headline_spam, byte_damage, byte_guess, annotations, simplified)
