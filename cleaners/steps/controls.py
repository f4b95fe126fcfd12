"""Controls of the page: things to click, not to read."""

import re
from dataclasses import replace

from cleaners.model import Block
from cleaners.steps.engine import PageView

_PRINT = re.compile(
    r"打印|关闭|收藏|复制地址|返回顶部|返回列表|【?大\s?中\s?小】?|字[号体]|纠错|分享到?|转发|保存"
)
_QR = re.compile(r"扫一扫|扫码|二维码|手机(?:打开|浏览|查看|阅读|扫描)当前页|微信扫")
_DOWNLOADS = re.compile(
    r"""(?P<name> [】\])）] | \. (?: docx? | xlsx? | pdf | wps | ofd | zip | rar ) ) \s* [(（]? \s*
        (?: 已下载 \s* \d* \s* 次 | 下载次数 \s* [:：] \s* \d* \s* 次? ) \s* [)）]? $""",
    re.VERBOSE | re.IGNORECASE,
)
_MARK = re.compile(r"[。，；]")
_WORDS = re.compile(r"\w+")


def print_bar(blocks: list[Block], page: PageView) -> list[Block]:
    """Print, close, font-size and share links are controls of the page.

    A sentence that speaks of printing stays.

    >>> try_on(print_bar, "【 打印本页 】 【 关闭窗口 】", "打印本页材料三百份。", "【字体：大 中 小】")
    ['打印本页材料三百份。']
    """
    return [block for block in blocks if not _only(_PRINT, block.text)]


def qr_box(blocks: list[Block], page: PageView) -> list[Block]:
    """The words around a QR code (扫一扫) are of no use without it.

    >>> try_on(qr_box, "扫一扫", "在手机打开当前页", "扫一扫进村码，群众办事不出村。")
    ['扫一扫进村码，群众办事不出村。']
    """
    return [block for block in blocks if not _qr(block.text)]


def download_count(blocks: list[Block], page: PageView) -> list[Block]:
    """How often a file was downloaded is the site's counter, and no part of the file's name.

    A sentence that tells of downloads stays.

    >>> try_on(download_count, "附件【申报表.docx】已下载12次", "课件已下载300次。")
    ['附件【申报表.docx】', '课件已下载300次。']
    """
    return [
        replace(block, text=_DOWNLOADS.sub(r"\g<name>", block.text)) if "下载" in block.text else block
        for block in blocks
    ]


def _only(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a short line consists of words of a pattern, with a few characters to spare."""
    if len(text) > 60 or "。" in text or "，" in text or not pattern.search(text):
        return False
    return len("".join(_WORDS.findall(pattern.sub("", text)))) <= 4


def _qr(text: str) -> bool:
    return len(text) <= 25 and _QR.search(text) is not None and not _MARK.search(text)
