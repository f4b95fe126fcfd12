"""濮阳组工信息, a newsletter: GBK, one page an issue, three counties' articles on it; ASP.NET."""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from crawler.replica.editions import Changes, corrected
from crawler.replica.prose import HARD, Prose, Text
from crawler.replica.site import MISSING, Ask, Reply, Site, Truth, file, html, redirect
from crawler.replica.sites import markup
from crawler.replica.sites.templates import fill

#: The real address is not known: a name reserved for examples stands for it.
HOST = "zugong.puyang.example"

COUNTIES = ("濮阳县", "范县", "台前县", "南乐县", "清丰县", "华龙区")
NEWEST = 12
ATTACHMENT_ONLY = 5
WITH_DOCUMENT = (8, 1)  # an issue, and one of its articles
WITHOUT_VALIDATORS = (3, 10)
FULL_WIDTH_COLON = (2, 7)

#: Column -> its name and its issues, newest first.
COLUMNS = {"76": ("濮阳组工信息", tuple(range(NEWEST, 0, -1))), "81": ("精品推荐", (11, 8, 2))}
CHANGES = Changes(new=(14, 13), edited=9, gone=6, moved=4, lost=3)
ROWS = 5

#: Rows of the first column that lead to no issue, by the issue they stand before.
ODD_ROWS = {
    11: ("index.aspx?lanmuid=76&sublanmuid=973&id=400", "【组工信息】2022年第24期"),  # 404
    7: ("https://www.example.com/zt/", "专题专栏"),
    4: ("/upload/2023/bxb.doc", "信息报送要点"),
}
CONTROL_ROW = ("javascript:void(window.open('/dzb'))", "电子版")
MOVED = "/zgxx/201.html"  # an old address of the first issue
DOC = file("application/msword", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue: its number in the year, the address's, its day, and its articles with their paragraphs."""

    number: int
    ident: int
    day: date
    articles: tuple[tuple[Truth, Text], ...] = ()

    @property
    def title(self) -> str:
        """The page's title."""
        return f"【组工信息】{self.day.year}年第{self.number}期"

    @property
    def path(self) -> str:
        """Its address with the parameters in alphabetical order; the pages print them in another."""
        return f"/index.aspx?id={self.ident}&lanmuid=76&sublanmuid=973"

    @property
    def short_day(self) -> str:
        """The day as ASP.NET prints it, without padding."""
        return f"{self.day.year}/{self.day.month}/{self.day.day}"


@cache
def issues(edition: int = 1) -> Mapping[int, Issue]:
    """All issues by number, the one that is gone in the second edition included."""
    newest = NEWEST if edition == 1 else max(CHANGES.new)
    return {number: _issue(number, edition) for number in range(1, newest + 1)}


def _issue(number: int, edition: int) -> Issue:
    day = date(2023, 1, 4) + timedelta(days=20 * (number - 1))
    ident = 500 + number + (100 if edition > 1 and number == CHANGES.moved else 0)
    issue = Issue(number, ident, day)
    items = () if number == ATTACHMENT_ONLY else range(3)
    articles = (
        _article(issue, item, edition > 1 and (number, item) == (CHANGES.edited, 1)) for item in items
    )
    return replace(issue, articles=tuple(articles))


def _article(issue: Issue, item: int, edited: bool) -> tuple[Truth, Text]:
    number = issue.number
    county = COUNTIES[(number * 3 + item) % len(COUNTIES)]
    prose = Prose(f"puyang {number} {item}")
    hard = [kind for kind in HARD if kind != "countyhead"]  # here that would be a heading
    text = prose.article(county=county, hard=dict(enumerate(hard)).get((number * 3 + item) % (len(hard) + 4)))
    if edited:
        text = corrected(text)
    title = text.title.removeprefix(f"{county}：")
    url = f"https://{HOST}/upload/2023/{number}-{item}.doc"
    documents = ((url, f"{county}做法清单"),) if (number, item) == WITH_DOCUMENT else ()
    colon = "：" if number in FULL_WIDTH_COLON else ":"
    truth = Truth(
        portal="puyang",
        url=f"https://{HOST}{issue.path}",
        key=f"{county}{colon}{title}",
        title=title,
        published=issue.day.isoformat(),
        source=county,
        author=None,
        editor=None,
        issue=f"{issue.day.year}年第{number}期",
        text="\n".join((*text.paragraphs, *(f"附件：{name}" for _, name in documents))),
        attachments=documents,
    )
    return truth, text


@cache
def pages(edition: int = 1) -> Mapping[str, Reply]:
    """Every answer of the site, by path and sorted query."""
    found = {
        "/upload/2023/bxb.doc": DOC,
        f"/upload/2023/{ATTACHMENT_ONLY}.doc": DOC,
        "/inc/top.html": html("<html><body>濮阳组工</body></html>", "gbk"),
        "/inc/footer.js": file("application/javascript", FOOTER.encode("gbk")),
        MOVED: redirect(301, issues()[1].path),
    }
    for column in COLUMNS:
        found.update(_column(column, edition))
    found["/"] = found["/index.aspx"] = found["/index.aspx?lanmuid=76"]
    shown = (issues(edition)[number] for number in CHANGES.shown(issues(), edition))
    found.update((issue.path, _issue_page(issue, edition)) for issue in shown)
    if edition > 1:
        found[issues()[CHANGES.moved].path] = redirect(301, issues(2)[CHANGES.moved].path)
        found[issues()[CHANGES.lost].path] = _page(
            "页面不存在", "提示", "<div>页面不存在或已被删除！</div>", ""
        )
    return found


FOOTER = (
    "document.write(\"<div>主办：中共濮阳市委组织部 版权所有 您是第<span id='c'></span>位访问者</div>\");"
)


def _column(column: str, edition: int) -> Iterator[tuple[str, Reply]]:
    """The list pages of a column, with their sorted targets."""
    title, numbers = COLUMNS[column]
    shown = CHANGES.shown(numbers, edition) if column == "76" else CHANGES.left(numbers, edition)
    rows = [row for number in shown for row in _rows(column, issues(edition)[number])]
    last = -(-len(rows) // ROWS)
    for page in range(1, last + 1):
        query = f"lanmuid={column}" + (f"&page={page}" if page > 1 else "")
        main = fill(
            "puyang_list", rows="\n".join(rows[(page - 1) * ROWS : page * ROWS]), pager=_pager(page, last)
        )
        yield f"/index.aspx?{query}", _page(title, f"首页 &gt;&gt; {title}", main, query)


def _pager(page: int, last: int) -> str:
    """Numbers that only a browser can follow."""
    links = [
        f"<span>{other}</span>"
        if other == page
        else f"<a href=\"javascript:__doPostBack('AspNetPager1','{other}')\">{other}</a>"
        for other in range(1, last + 1)
    ]
    return f"共{last}页 第{page}页 {' '.join(links)}"


def _rows(column: str, issue: Issue) -> Iterator[str]:
    if column == "76" and issue.number in ODD_ROWS:
        yield '<li><span>2023/1/3</span><a href="{}" target="_blank">{}</a></li>'.format(
            *ODD_ROWS[issue.number]
        )
    yield f"<li><span>{issue.short_day}</span>{_link(issue)}</li>"


def _link(issue: Issue) -> str:
    href = f"index.aspx?lanmuid=76&amp;sublanmuid=973&amp;id={issue.ident}"
    return f'<a href="{href}" target="_blank">{issue.title}</a>'


def _issue_page(issue: Issue, edition: int) -> Reply:
    body = "\n<p>&nbsp;</p>\n".join(
        f"<p><strong>{truth.key}</strong></p>\n<p>&nbsp;</p>\n{markup.mixed(text)}{_documents(truth)}"
        for truth, text in issue.articles
    )
    main = fill(
        "puyang_issue",
        title=issue.title,
        day=issue.short_day,
        number=str(issue.number),
        date=f"{issue.day.year}年{issue.day.month}月{issue.day.day}日",
        body=body or f'<p><a href="/upload/2023/{issue.number}.doc">组工信息第{issue.number}期.doc</a></p>',
        ident=str(issue.ident),
    )
    modified = datetime(issue.day.year, issue.day.month, issue.day.day, 2, 30, tzinfo=UTC)
    if edition > 1 and issue.number == CHANGES.edited:
        modified += timedelta(days=100)
    return _page(
        issue.title,
        "<a href='/'>首页</a> &gt;&gt; <a href='/index.aspx?lanmuid=76'>濮阳组工信息</a>",
        main,
        issue.path.partition("?")[2],
        None if issue.number in WITHOUT_VALIDATORS else modified,
    )


def _documents(truth: Truth) -> str:
    links = (f'<a href="{url}">{name}</a>' for url, name in truth.attachments)
    return "".join(f"\n<p>附件：{link}</p>" for link in links)


def _page(title: str, crumb: str, main: str, query: str, modified: datetime | None = None) -> Reply:
    """A page of the site around its main part."""
    hot = "".join(f"<li>{_link(issue)}</li>" for issue in list(issues().values())[-4:])
    hot += '<li><a href="{}">{}</a></li>'.format(*CONTROL_ROW)
    state = b64encode(query.encode()).decode()
    text = fill("puyang_shell", title=title, crumb=crumb, main=main, query=query, state=state, hot=hot)
    return html(text, "gbk", modified)


def _respond(edition: int, ask: Ask) -> Reply:
    """The page asked for; the pager's form is answered as its plain address is."""
    parts = urlsplit(ask.target)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    if ask.method == "POST":
        query["page"] = parse_qs(ask.body.decode("ascii", "replace")).get("__EVENTARGUMENT", ["1"])[0]
    if query.get("page") == "1":
        del query["page"]
    target = parts.path + (f"?{urlencode(sorted(query.items()))}" if query else "")
    return pages(edition).get(target, MISSING)


def _truths(edition: int) -> list[Truth]:
    left = (issues(edition)[number] for number in CHANGES.left(issues(edition), edition))
    return [truth for issue in left for truth, _ in issue.articles]


def site(edition: int = 1) -> Site:
    """濮阳组工信息 in an edition of the replica."""
    lost = (f"https://{HOST}{issues()[CHANGES.lost].path}",) if edition > 1 else ()
    return Site("puyang", (HOST,), partial(_respond, edition), partial(_truths, edition), lost)
