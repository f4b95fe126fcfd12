"""Pages in the place of another one: challenges of firewalls (反爬验证), soft 404s, empty shells for scripts.

They answer 200 as articles do. Each is short, and none has a byline: an article may speak of all of them.
"""

import re

from cleaners.blocks import Reading

_CHALLENGE_SCRIPT = re.compile(
    r"""__jsl_clearance | acw_sc__v2 | \$_ts\b | \bC3VK\b | \bwzws | _cf_chl_
      | \bEO_Bot | __tst_status | \byunsuo_session""",
    re.VERBOSE | re.IGNORECASE,
)
_SETS_COOKIE = re.compile(r"document\s*(?:\.\s*cookie|\[\s*['\"]cookie['\"]\s*\])\s*=")
_LOADS_AGAIN = re.compile(r"location\s*(?:\.\s*(?:reload|replace|assign)\s*\(|(?:\.\s*href)?\s*=[^=])")
_CHALLENGE = re.compile(
    r"""请 .{0,8} (?:完成|进行|通过|点击|拖动) .{0,8} (?:验证|滑块)
      | (?:正在|需要?) .{0,6} (?:人机 (?:识别|验证) | (?:检[查测]|验证) .{0,6} 浏览器)
      | (?:访问|请求|操作) (?:过于|太过?|过) 频繁
      | (?:您|你) 的? .{0,12} (?:已?被|遭到?) .{0,12} (?:拦截|拒绝|阻断|禁止|封禁)
      | (?:访问|请求) (?:已?被|遭到?) (?:\S{0,6}防火墙)? (?:拦截|拒绝|阻断|禁止)
      | 请求 .{0,8} (?:威胁|不合法 | 恶意 | 异常行为)
      | ^ \W* \S{0,8} (?:网站|应用|云) \S{0,3} 防火墙 \W* $ | ^ \W* (?:安全|人机|滑动) 验证 \W* $
      | ^ Just\ a\ moment | Checking\ (?:if\ the\ site|your\ browser) | Verif(?:y|ying)\ you\ are\ (?:a\ )?human
      | ^ Access\ Denied | ^ Attention\ Required | (?:enable|requires?)\ JavaScript\ and\ cookies
      | unusual\ traffic | security\ (?:check|verification)""",
    re.VERBOSE | re.IGNORECASE,
)
_THING = "页面|网页|信息|文章|内容|资源|栏目|稿件|链接|网址|地址|文件|新闻|page"
_MISSING = re.compile(
    rf"""(?:{_THING}) .{{0,6}} (?: 不存在 | 已?经?被? (?:删除|下线|下架|移除|撤下|撤稿|撤销|失效)
          | (?:无法|没有|未) (?:找到|打开) | 找不到 | 走丢 | 丢失 | 飞走 | 不见了 | 过期)
      | (?:找不到|没有找到|未找到|无法找到|未能找到) .{{0,12}} (?:{_THING})
      | \b 404 \b \W* (?: Not\ Found | 错误 | 页面 | error | 找不到 | 出错 | $ ) | ^ \W* (?:HTTP|Error|错误) \W* 404 \b
      | (?:page|file|url|resource) .{{0,20}} (?:not\ found|(?:could\ not|cannot|can't)\ be\ found|does\ not\ exist)
      | \d+ .{{0,3}} 秒 .{{0,4}} (?:自动)? .{{0,2}} (?:跳转|返回|转)\ ?[到至向]? .{{0,6}} (?:首页|主页)""",
    re.VERBOSE | re.IGNORECASE,
)
_SHELL = re.compile(
    r"""(?:启用|开启|打开|支持|允许|enable) .{0,8} (?:JavaScript|JS|脚本)
      | (?:without|need|requires?) .{0,20} JavaScript""",
    re.VERBOSE | re.IGNORECASE,
)
_MOUNT = re.compile(
    r"""<(?:div|main|section)\b [^>]* \b id \s*=\s* ["']? (?:app|root|main-?app|__nuxt|__next|q-app|container-app) \b
        [^>]* > (?: \s | <!--.*?--> )* </ | <app-root\b""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_NOSCRIPT = re.compile(r"<noscript\b[^>]*>(.*?)</noscript", re.IGNORECASE | re.DOTALL)

#: What stands in the place of a page says so in so few characters, and in a line of so few.
NOTICE, LINE = 150, 60
#: A challenge of a firewall with its reasons and the visitor's address is so long at most.
CHALLENGE = 400
#: A page with so much script and no text has its content come by script, in characters.
SCRIPT = 200


def is_challenge(html: str, reading: Reading) -> bool:
    """Whether a page is a firewall's challenge: a script alone that sets a cookie, or a short notice.

    Left alone: any page with more text than a notice, whatever its scripts do.
    """
    size = sum(len(block.text) for block in reading.blocks)
    if size <= NOTICE and _CHALLENGE_SCRIPT.search(html):
        return True
    if size <= NOTICE and reading.script and _SETS_COOKIE.search(html) and _LOADS_AGAIN.search(html):
        return True
    lines = (reading.title, *(block.text for block in reading.blocks))
    return size <= CHALLENGE and any(len(line) <= LINE and _CHALLENGE.search(line) for line in lines)


def says_missing(text: str) -> bool:
    """Whether a short text says that there is no page; a long one may speak of such a thing.

    >>> says_missing("页面不存在或已被删除！"), says_missing("系统上线以来，“页面不存在”的提示少了九成。" * 20)
    (True, False)
    """
    return len(text) < NOTICE and _MISSING.search(text) is not None


def is_missing(reading: Reading) -> bool:
    """Whether a page says, in its title or in a line of its own, that there is no page.

    What it links to says nothing of itself.
    """
    lines = (block.text for block in reading.blocks if block.links <= 0.5 and not block.hidden)
    return any(len(line) <= LINE and _MISSING.search(line) for line in (reading.title, *lines))


def is_shell(html: str, reading: Reading) -> bool:
    """Whether a page without an article waits for a script to fill it."""
    notices = (*_NOSCRIPT.findall(html), *(block.text for block in reading.blocks))
    return bool(reading.script >= SCRIPT or _MOUNT.search(html) or any(map(_SHELL.search, notices)))


def asks_for_script(text: str) -> bool:
    """Whether a short text is nothing but the request to turn scripts on.

    >>> asks_for_script("请启用JavaScript后访问本页面。"), asks_for_script("教师讲解JavaScript入门课程。")
    (True, False)
    """
    return len(text) < LINE and _SHELL.search(text) is not None
