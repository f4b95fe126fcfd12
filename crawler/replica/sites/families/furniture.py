"""What stands on the pages of such sites beside lists and articles: files, tags, friends, heads and feet."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

#: What the rows of the first column lead to beside articles, and the row each stands before.
FILES = ("/upload/2024/0930/gsmd.xlsx", "/upload/2024/0912/xzt.pdf", "/upload/2024/0830/sqb.doc")
ODD_ROWS = (
    (2, "https://www.example.com/zt/2024/", "专题：一线见闻"),
    (5, "javascript:openApp()", "下载客户端查看更多"),
    (9, FILES[0], "关于拟补助对象名单的公示"),
    (13, FILES[1], "办事流程一张图"),
    (17, FILES[2], "申请表下载"),
)
TAGS = "春耕 供水 医保 路灯 绿道 托育 夜校 渡口 茶园 防汛 社保卡 农机 书屋 菜场 河长 村史 用工 助餐".split()
FRIENDS = ("省政务服务网", "市融媒体中心", "市图书馆", "市气象台")


class Row(NamedTuple):
    """A list's row: where it leads, its title, what is shown of it, the day."""

    href: str
    title: str
    shown: str
    day: str


def cloud() -> str:
    """The tag cloud: each tag's page names articles that are listed anyway."""
    return " ".join(f'<a href="/tag/{number}.html">{word}</a>' for number, word in enumerate(TAGS))


def tag_pages(rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    """The tags' pages, with their paths."""
    for number, word in enumerate(TAGS):
        links = "".join(f'<li><a href="{row.href}">{row.title}</a> {row.day}</li>' for row in rows[number::5])
        yield (
            f"/tag/{number}.html",
            f"<html><head><title>{word}</title></head><body><ul>{links}</ul></body></html>",
        )


def friends() -> str:
    """The friends' links (友情链接)."""
    links = (f'<a href="https://f{n}.example.org/">{name}</a>' for n, name in enumerate(FRIENDS))
    return f"友情链接：{' '.join(links)}"


def top(title: str) -> str:
    """The script that writes the head of a site's pages."""
    return f"document.write('<div><a href=\"/\">{title}</a> 今天是'); showDate();"


def foot(title: str) -> str:
    """The page in the frame at the foot of a site's pages."""
    return f"<html><body><p>主办单位：{title}办公室</p><p>您是第 位访客</p></body></html>"
