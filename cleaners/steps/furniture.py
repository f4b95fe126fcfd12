"""What every page of a site carries: footers, disclaimers, widgets, menus."""

import re

from cleaners.model import Block
from cleaners.steps.engine import PageView

_FOOTER = re.compile(
    r"""ICP\s*备 | 公网安备 | 网站标识码 | 备案(?:编?号|序号)[:：]
      | ^(?:主办|承办|协办|主管|指导)(?:单位)?[:：] | ^(?:技术支持|网站维护|网站地图|联系我们)[:：]?
      | 版权所有 | Copyright | ©
      | ^欢迎您?(?:访问|光临|来到) | ^您是第\s*\d*\s*位?\s*(?:来?访(?:问)?者|来客)?""",
    re.VERBOSE | re.IGNORECASE,
)
_LEGAL_HEAD = re.compile(
    r"^[【\[(（]?\s*(?:版权|免责|重要|特别|郑重|转载)\s?(?:声明|说明)\s*[】\])）]?\s*[:：]?\s*$"
)
_LEGAL_LINE = re.compile(  # a heading with its sentence behind it, about who answers for the page
    r"""^[【\[(（]?\s*(?:版权|免责|重要|特别|郑重|转载|风险)?\s?(?:声明|说明|提示)\s*[】\])）]?\s*[:：]
        .* (?: 转载 | 不代表 | 仅代表 | 本[网站平] | 信息存储 | 稿件 | 原作者 | 自媒体 | 上传 | 投资建议 )""",
    re.VERBOSE,
)
_LEGAL_WORDS = re.compile(
    r"版权|转载|转码|本[网站]|著作权|后果|真实性|准确性|不代表|侵权|风险|不?负(?:有|任何)?责任|承担责任|稿件|联系我|服务邮箱|删除|本平台|uploaded"
)
_LEGAL = re.compile(
    r"""转载的?目的在于(?:传递|分享)
      | (?:不|并不|不一定)代表本[网站]
      | [如若](?:有|您|果)?.{0,12}(?:侵权|版权).{0,30}(?:联系|告知|删除)
      | 未经.{0,12}(?:授权|许可|同意).{0,20}不得.{0,6}转载
      | 本[网站].{0,20}(?:转载|注明).{0,30}(?:出处|来源).{0,10}(?:责任|版权)""",
    re.VERBOSE,
)
_WIDGET = re.compile(
    r"""^(?: 标签 | 关键词 | 热门标签 | 随便看看 | 本类推荐 | 本类排行
      | 相关(?:阅读|文章|新闻|报道|推荐|链接|稿件)
      | 推荐阅读 | 热点(?:推荐|阅读|新闻|排行) | 延伸阅读 | 猜你喜欢 | 最新(?:文章|资讯) | 点击排行 | 友情链接
      | 网友评论 | 发表评论 ) \s* [:：]? \s* $""",
    re.VERBOSE,
)

_BARRED = re.compile(r"(?:[^|｜。！？；，、：:!?;,\d]{1,14}[|｜]){7,}[^|｜。！？；，、：:!?;,\d]{0,14}")
_GAP = re.compile(r"[\s|｜·]+")
_MARK = re.compile(r"[。！？；，、!?;,]")

#: A line of so many short words without any sentence mark is a tag cloud or a menu.
CLOUD = 10
#: Words of a tag cloud are so long at most, on average, in characters.
CLOUD_WORD = 6


def site_footer(blocks: list[Block], page: PageView) -> list[Block]:
    """Sponsor, registration number, copyright and visitor count are the site's, not the article's.

    A sentence that speaks of copyright stays.

    >>> try_on(site_footer, "主办单位:中共湖南省委组织部", "您是第 位来访者", "作品版权所有人到场致辞。")
    ['作品版权所有人到场致辞。']
    """
    return [block for block in blocks if _prose(block.text) or not _FOOTER.search(block.text)]


def disclaimer(blocks: list[Block], page: PageView) -> list[Block]:
    """Disclaimers (版权声明, 免责声明) are the site's own words.

    Under a heading of that kind all goes up to the last paragraph that speaks of rights and duties, with one
    other between two of them at most; without a heading only set phrases are known. A report on a copyright
    law stays.

    >>> try_on(disclaimer, "版权声明:", "转载目的在于传递更多信息,不代表本网赞同其观点。", "新法保护著作权。")
    []
    >>> try_on(disclaimer, "新法保护著作权，未经许可不得使用。")
    ['新法保护著作权，未经许可不得使用。']
    """
    kept, end = [], 0
    for n, block in enumerate(blocks):
        if n >= end and (_LEGAL_HEAD.match(block.text) or _LEGAL_LINE.match(block.text)):
            end = _legal_end(blocks, n)
        if n >= end and not _LEGAL.search(block.text):
            kept.append(block)
    return kept


def _legal_end(blocks: list[Block], head: int) -> int:
    """Where that ends which stands under a heading of rights."""
    end = head + 1
    for n in range(end, len(blocks)):
        if _LEGAL_WORDS.search(blocks[n].text):
            end = n + 1
        elif n > end:
            break
    return end


def widget(blocks: list[Block], page: PageView) -> list[Block]:
    """The headings of lists that scripts fill (随便看看, 热门标签) head nothing.

    >>> try_on(widget, "标签:", "本类推荐", "相关报道见报后，反响热烈。")
    ['相关报道见报后，反响热烈。']
    """
    return [block for block in blocks if not _WIDGET.match(block.text)]


def site_links(blocks: list[Block], page: PageView) -> list[Block]:
    """Names joined by bars are a menu of the site, or its list of counties, townships, and other sites.

    Lines of few names, and lines with figures, labels or any mark of a sentence stay: a byline has bars, too.

    >>> try_on(site_links, "青石镇|龙口镇|马场乡|凤台乡|长桥镇|云岭镇|双河镇|罗家镇", "作者：王芳 | 打印 | 阅读")
    ['作者：王芳 | 打印 | 阅读']
    """
    return [block for block in blocks if not _BARRED.fullmatch(block.text)]


def tag_cloud(blocks: list[Block], page: PageView) -> list[Block]:
    """A line of many short words without a sentence is a tag cloud or a menu.

    It leaves alone what has any mark of a sentence, lists of names (顿号、) among them.

    >>> try_on(tag_cloud, "采用 红楼 销路 北京 艺术 塑料 别样 兰花 迈向 纪实", "王芳 李强 赵敏")
    ['王芳 李强 赵敏']
    """
    return [block for block in blocks if not _cloud(block.text)]


def _prose(text: str) -> bool:
    """Whether a line is a sentence: it ends like one."""
    return text.endswith(("。", "！", "？", "；", "”", "：")) or text.count("，") >= 2


def _cloud(text: str) -> bool:
    if len(text) < 2 * CLOUD - 1 or _MARK.search(text):
        return False
    words = [word for word in _GAP.split(text) if word]
    return len(words) >= CLOUD and sum(map(len, words)) <= CLOUD_WORD * len(words)
