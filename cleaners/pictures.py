"""The pictures of an article, with their captions."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import unquote, urlsplit

from cleaners.extent import Extent
from cleaners.fields.title import squash
from cleaners.media import Image
from cleaners.model import Block, Picture

_ORNAMENT = re.compile(  # words of file names, classes and ids
    r"""logo|qr_?code|erweima|avatar|touxiang|placeholder|loading|spacer|favicon
      | (?<![a-z]) (?: icons? | ico | ewm | qr | btn | button | arrow | blank | pixel | dot | line | banner | ads? | adv
        | share | bdshare(?:buttonbox)? | bshare | wx | weixin | wechat | weibo | qzone | qq | print | close | beacon
        | emoji | face | smil(?:ey|ies) | counter | stat | default | nopic | transparent | transp | bg ) (?![a-z])""",
    re.VERBOSE,
)
_ORNAMENT_ALT = re.compile(r"二维码|头像|图标|分享到|扫一扫|点击关注|[Ll]ogo|LOGO|^Scan")
_CAPTION = re.compile(
    r"""^ [▲△↑]
      | ^ (?:上|左|右)? 图 (?: 为 | [一二三四五六七八九十\d]{0,3} \s* [:：] | \s?\d | 片说明 | 片来源 | [①-⑨] )
      | ^ (?:Figure|Fig\.) \s? \d
      | (?: 摄 | 摄影 | 供图 | 资料图片? | 视频截图 | 效果图 | 示意图 | 提供图片? ) [\s)）】\].。]* $
      | (?: 摄 (?:影(?:报道)?)? | 图 ) \s* [:：/] \s* \S{1,12} $""",
    re.VERBOSE,
)
_LISTED = re.compile(r"^[（(]?[一二三四五六七八九十\d]{1,3}[）)]?[、.．]|^[（(]|^第.{1,3}[章节条]|[:：]$")
_NO_CAPTION = re.compile(
    r"""^ (?: [\w.\-\s()]+ \. (?:jpe?g|png|gif|bmp|webp)                       # a file's name
      | (?:微信|屏幕)? (?:图片|截图|照片|图像|配图|插图|未标题|未命名|下载|图) [\W\d_]*
      | (?:点击|单击)?(?:查看|浏览|进入).{0,8} | .{0,6}图片描述 ) $""",
    re.VERBOSE | re.IGNORECASE,
)
_PIXELS = re.compile(r"\s*(\d+)(?:\.\d+)?\s*(?:px)?\s*$")
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|bmp|webp)(?:$|[?#])", re.IGNORECASE)

#: A picture has so many pixels a side at least: less is an icon, a line or a counter.
SMALLEST = 50
#: A caption that looks like one is so long at most, and a centred line that may be one; in characters.
LONGEST, LONGEST_CENTRED = 150, 60


def pictures(extent: Extent, title: str) -> Iterator[Picture]:
    """The pictures of an article on one of its pages, in order.

    They stand between its blocks, or right before or behind them in the element that holds it. Of several
    in a row the caption under them is the last one's. Left out: what looks like an ornament by its name or
    size, what stands in elements that aren't the article's, and advertisements, which lead to other sites.
    """
    taken = [image for image in extent.reading.images if _is_near(extent, image)]
    taken = [image for image in taken if _is_picture(extent, image)]
    alts = Counter(image.attributes.get("alt") for image in taken)
    for image, following in pairwise([*taken, None]):
        if image is None or (url := image.url(extent.base)) is None:
            continue
        alt = extent.said(" ".join((image.attributes.get("alt") or "").split())) or None
        last = following is None or following.number != image.number
        caption = _caption(extent, image, alt or "") if last else None
        own = (
            caption is None and alts[image.attributes.get("alt")] == 1
        )  # else it is the site's name, or the headline
        yield Picture(extent.part, image.number, url, alt, _told(extent, image, title) if own else caption)


def _is_near(extent: Extent, image: Image) -> bool:
    """Whether an image stands between an article's blocks or right at either end, and among its elements."""
    number = image.number
    if image.hidden or not extent.first <= number <= min(extent.last + 1, extent.stop):
        return False
    between = extent.first < number <= extent.last or (image.within and number == extent.first)
    return extent.belongs(image.place, number) and (between or extent.is_beside(image.place))


def _is_picture(extent: Extent, image: Image) -> bool:
    """Whether an image is a picture, and no ornament, code or advertisement."""
    url, attributes = image.url(extent.base), image.attributes
    if url is None or _is_small(image) or extent.gone.get(image.number) in ("promotion", "qr_box"):
        return False
    steps = image.place.removeprefix(extent.home) if extent.home else ""
    names = (urlsplit(url).path.rpartition("/")[2], attributes.get("class"), attributes.get("id"), steps)
    if any(_ORNAMENT.search(name.lower()) for name in names if name):
        return False
    return not _ORNAMENT_ALT.search(attributes.get("alt") or "") and not _is_advertisement(extent, image)


def _is_small(image: Image) -> bool:
    sides = (_PIXELS.match(image.attributes.get(side) or "") for side in ("width", "height"))
    return any(int(found[1][:9]) < SMALLEST for found in sides if found)


def _is_advertisement(extent: Extent, image: Image) -> bool:
    """Whether a link leads from an image to another site, and not to the picture itself."""
    try:
        there, here = urlsplit(image.href).hostname, urlsplit(extent.base).hostname
    except ValueError:
        return True
    if not there or not here or _PICTURE_FILE.search(image.href):
        return False
    return there.split(".")[-2:] != here.split(".")[-2:]


def _caption(extent: Extent, image: Image, alt: str) -> str | None:
    """The line under an image that speaks of it."""
    block = extent.block(image.number + image.within)
    if block is None or block.number >= extent.stop or block.links > 0.5:
        return None
    gone = extent.gone.get(block.number)
    if gone and gone != "byline":
        return None
    text = block.text if block.number in extent.kept else extent.said(block.text)
    return text if _is_caption(extent, block, text, alt) else None


def _is_caption(extent: Extent, block: Block, text: str, alt: str) -> bool:
    if block.tag == "figcaption" or (alt and squash(text) == squash(alt)):
        return True
    if len(text) <= LONGEST and _CAPTION.search(text):
        return True
    centred = block.number in extent.reading.centred and not block.tag.startswith("h")
    return centred and len(text) <= LONGEST_CENTRED and not _LISTED.search(text)


def _told(extent: Extent, image: Image, title: str) -> str | None:
    """What an image's attributes tell of it, unless that is a file's name or the article's headline."""
    for name in ("alt", "title"):
        text = extent.said(" ".join(unquote(image.attributes.get(name) or "").split()))
        if len(re.findall(r"[\u4e00-\u9fff]", text)) > 1 and not _NO_CAPTION.match(text):
            return None if squash(text) == squash(title) else text
    return None
