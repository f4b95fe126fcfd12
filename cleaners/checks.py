"""What a careful editor would object to in a clean article."""

import re
from collections.abc import Iterator

from cleaners.model import Article, Block

#: Articles of fewer characters are rare, and mostly something went wrong.
SHORT = 100

_ANNOTATION = re.compile(r"[\u4e00-\u9fff]\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}\)")
_GAP = re.compile(r"\?\d|[\u4e00-\u9fff]\?[\u4e00-\u9fff]")  # what a mirror's broken bytes leave
_DAMAGE = re.compile(
    r"""(?= [\ufffd\ue000-\uf8ff锟烫屯¡-ÿ锛銆鐨鈥鍥鍦鏄鍒鍏缁鎴] ) (?:     # damage begins with nothing else: fast
        [\ufffd\ue000-\uf8ff]                                # GBK read as UTF-8, and nobody's characters
      | 锟斤拷 | 烫烫烫 | 屯屯屯
      | Ã[\x80-\xbf] | (?: [Â-ï] [\x80-\xbf\u0152-\u0178\u2013-\u203a€™]{1,2} ){3}   # UTF-8 read as Latin-1
      | (?<! [¡-ÿ] ) (?= (?: [¡-ÿ]*? [À-ÖØ-öø-ÿ] ){3} ) [¡-ÿ]{6}                             # GBK read as Latin-1
      | (?: [锛銆鐨鈥鍥鍦鏄鍒鍏缁鎴] .{0,12} ){3}                 # UTF-8 read as GBK: ，。的“国在是到公经成
    )""",
    re.VERBOSE,
)
_SENTENCE = re.compile(r"[。！？；]|，.*，")
_BOILERPLATE = re.compile(
    r"""(?: 责编 | 编辑 ) \s* [:：] | ^ \W* (?: 上|下|前|后 ) 一 [篇页条] (?: [\s:：] | $ )
      | 扫一扫 \W* $ | 扫一扫 .{0,10} (?: 手机 | 打开 | 关注 | 分享 | 页 | 二维码 )
      | (?: 打印 (?:本页|文章|此页)? | 关闭 (?:窗口|本页)? | 返回 (?:顶部|列表) | 加入收藏 ) \W* $
      | 版权所有 \W* $ | 版权所有 \s* [:：] | Copyright | © | ICP\s*备 | 公网安备 | 网站标识码
      | ^ \W* (?: 相关 | 推荐 | 延伸 | 热门 | 更多 ) (?: 阅读 | 新闻 | 文章 | 链接 | 推荐 | 报道 | 稿件 ) (?: \W | $ )
      | 分享 (?: 到 | 至 ) \s* (?: [:：] | 微信 | 微博 | 朋友圈 | QQ | $ )
      | 点击 (?: 进入 | 查看 ) .{0,12} (?: 专题 | 更多 | >> )
      | (?: 浏览 | 阅读 | 点击 ) (?: 次数 | 量 | 数 ) \s* [:：] | 您?(?:当前|现在)的?位置 \s* [:：]
      | 友情链接 | 网站地图 | ^ \W* 字[号体] | 加载中 | 设为首页
    """,
    re.VERBOSE | re.IGNORECASE,
)

#: A line of the site's own has so many characters at most; sentences may speak of the same things.
LONGEST_BOILERPLATE = 60


def lack(number: int) -> str:
    """The fault of an article whose page of this number could not be had."""
    return f"part {number} missing"


def is_lack(fault: str) -> bool:
    """Whether a fault is that a page could not be had."""
    return fault.startswith("part ") and fault.endswith(" missing")


def faults(article: Article, impossible: bool = False) -> tuple[str, ...]:
    """The faults of an article, in plain words; none for a good one.

    ``impossible`` says that a date was read that can't be: one to come, or before there were portals.
    """
    return tuple(_faults(article, impossible))


def _faults(article: Article, impossible: bool) -> Iterator[str]:
    fields, text, changes = article.fields, article.text, article.ledger.changes
    if "title" not in fields:
        yield "no title"
    if "published" not in fields:
        yield "no date"
        if impossible:
            yield "date impossible"
    if len(text) < SHORT:
        yield f"under {SHORT} characters"
    if any(map(_is_boilerplate, article.blocks)):
        yield "boilerplate left"
    if 2 * sum(len(block.text) * block.links for block in article.blocks) >= len(text):
        yield "half in links"
    if _DAMAGE.search(text) or ("mirror_of" in fields and _GAP.search(text)):
        yield "damaged characters left"
    if "mirror_of" in fields and _ANNOTATION.search(text):
        yield "pinyin left"
    if guesses := sum(change.step == "byte_guess" for change in changes):
        yield f"repaired by a guess: {guesses} of its page's paragraphs"


def _is_boilerplate(block: Block) -> bool:
    """Whether a line is the site's own, and no sentence that speaks of such things."""
    short = len(block.text) <= LONGEST_BOILERPLATE and not _SENTENCE.search(block.text)
    return short and _BOILERPLATE.search(block.text) is not None
