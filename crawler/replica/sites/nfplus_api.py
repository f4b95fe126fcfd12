"""The two interfaces that give 南方+'s columns as JSON: the old one and the new one."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

from crawler.replica.site import MISSING, Ask, Reply, file
from crawler.replica.sites.nfplus_articles import CHANGES, COLUMNS, STATIC, Piece, pieces

HOST = "api.nfapp.southcn.com"
OLD = "/nanfang_if/getArticles"
NEW = "/nfplus-manuscript-web/article/list"

#: The old interface gives at most so many items, however many it is asked for; the new one as many as asked.
MOST_AT_ONCE = 10

#: Kinds of items.
ARTICLE, TOPIC, LIVE, VIDEO = 0, 3, 6, 10

TOPIC_PAGE = "/content/202305/18/c7699160.html"
VIDEO_PAGE = "/apptpl/videoToShare/index.html?id=7698900#/landscape"

#: Items of the old column that are no articles, by the item they stand before: kind, title, address, number.
ODD_ITEMS = {
    3: (ARTICLE, "镇街书记谈党建", f"https://{STATIC}/content/202305/21/c7699999.html", 7699999),  # 404
    6: (TOPIC, "专题｜红色村里的新故事", f"https://{STATIC}{TOPIC_PAGE}", 7699160),
    9: (ARTICLE, "党建课程报名入口", "https://www.example.com/course/enter.html", 7698990),
    11: (VIDEO, "视频｜一分钟看村级议事厅", f"https://{STATIC}{VIDEO_PAGE}", 7698900),
    16: (LIVE, "直播｜走进老区夜校", "javascript:openApp('live')", 7698300),
    21: (ARTICLE, "活动手册下载", f"https://{STATIC}/upload/202305/manual.pdf", 7697900),
}


def respond(edition: int, ask: Ask) -> Reply:
    """A page of a column's items, by either interface."""
    parts = urlsplit(ask.target)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    column = _number(query.get("columnId"))
    if parts.path == OLD:
        return _json({"list": _old_items(edition, column, query)})
    if parts.path == NEW:
        return _json(_new_answer(edition, column, query))
    return MISSING


def _old_items(edition: int, column: int, query: dict[str, str]) -> list[dict[str, Any]]:
    """Those that follow the item ``lastFileId``; else all but the first ``rowNumber``."""
    items = list(_items(edition)) if column == 7747 else []
    places = {item["fileId"]: place for place, item in enumerate(items, 1)}
    start = places.get(_number(query.get("lastFileId")), _number(query.get("rowNumber")))
    return items[start : start + min(_number(query.get("count")) or MOST_AT_ONCE, MOST_AT_ONCE)]


def _items(edition: int) -> list[dict[str, Any]]:
    """All items of the old interface's column, newest first."""
    items = []
    for place, number in enumerate(CHANGES.shown(COLUMNS[7747][1], edition)):
        if place in ODD_ITEMS:
            items.append(_odd_item(*ODD_ITEMS[place]))
        items.append(_old_item(pieces(edition)[number]))
    return items


def _old_item(piece: Piece) -> dict[str, Any]:
    truth = piece.truth
    return {
        "fileId": piece.ident,
        "title": truth.title,
        "attAbstract": truth.summary or "",
        "publishtime": f"{piece.moment:%Y-%m-%d %H:%M:%S}.0",
        "articleType": ARTICLE,
        "shareUrl": truth.url,
        "contentUrl": f"http://{HOST}/nanfang_if/getArticleContent?articleId={piece.ident}&colID=7747",
        "colName": "党建",
        "colID": 7747,
        "releaseColName": "党建",
        "releaseSource": truth.source,
        "picMiddle": f"https://{STATIC}/pic/{piece.ident}_m.jpg",
        "countClick": piece.ident % 9973,
    }


def _odd_item(kind: int, title: str, url: str, ident: int) -> dict[str, Any]:
    item = {**_old_item(pieces()[9]), "fileId": ident, "title": title, "articleType": kind, "shareUrl": url}
    if kind == TOPIC:
        item["SpecialTopicList"] = [_old_item(pieces()[number]) for number in (4, 8)]
    return {**item, "attAbstract": "", "contentUrl": "", "releaseSource": ""}


def _new_answer(edition: int, column: int, query: dict[str, str]) -> dict[str, Any]:
    page, size = _number(query.get("pageNum")), _number(query.get("pageSize"))
    if column != 20581 or not page or not size:
        return {"success": False, "code": "400", "message": "参数错误"}
    shown = CHANGES.left(COLUMNS[column][1], edition)
    rows = [_new_item(pieces(edition)[number]) for number in shown[(page - 1) * size : page * size]]
    return {"success": True, "code": "200", "data": {"list": rows, "hasNextPage": page * size < len(shown)}}


def _new_item(piece: Piece) -> dict[str, Any]:
    """An item of the new interface: an article of both columns has this one's address."""
    truth = piece.truth
    time = f"{piece.moment:%Y-%m-%d %H:%M:%S}"
    return {
        "articleId": piece.ident,
        "title": truth.title,
        "copyright": piece.ident % 2,
        "summary": truth.summary or "",
        "releaseTime": time,
        "createTime": time,
        "updateTime": time,
        "articleType": ARTICLE,
        "shareUrl": truth.also[0] if truth.also else truth.url,
        "source": truth.source,
        "columnName": "乡村",
        "columnId": 20581,
        "picMiddle": "",
    }


def _number(value: str | None) -> int:
    """A parameter's number; 0 where there is none."""
    return int(value) if value and value.isascii() and value.isdigit() else 0


def _json(answer: Any) -> Reply:
    return file("application/json;charset=UTF-8", json.dumps(answer, ensure_ascii=False).encode())
