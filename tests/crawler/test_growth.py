"""What a crawl asks for its pages is found by an index: it never goes through all that a store or a portal has."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import event

from cleaners.model import Article, Block, Cleaned, Ledger
from crawler.arrivals import Received
from crawler.batches import MOST
from crawler.notebook import Notebook
from storage.addresses import Found, Known
from storage.database import Store, open_store
from storage.drafts import Drafted, draft
from storage.pages import Fetched
from storage.portals import PortalRecord

PORTAL = PortalRecord("x", "某网", "河南省", "https://x.cn")
#: What SQLite says of a statement that goes through a table, or through all that a portal or a run has.
THROUGH = ("SCAN ", "(portal_id=?)", "(run_id=?)")
#: What a statement brings along, and tables that don't grow.
FEW = ("SCAN json_each", "SCAN CONSTANT ROW", "SCAN feed_head")


@contextmanager
def plans(store: Store) -> Iterator[dict[str, list[str]]]:
    """How SQLite answers each statement that is made meanwhile.

    Of an INSERT it also tells the searches for rows that would break their foreign keys without it; there are none.
    """
    found: dict[str, list[str]] = {}

    def explain(_connection: Any, cursor: Any, statement: str, given: Any, *_: Any) -> None:
        if statement.startswith("INSERT"):
            return
        values = given[0] if isinstance(given, list) else given
        plan = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)
        found[statement] = [row[-1] for row in plan]

    event.listen(store.engine, "before_cursor_execute", explain)
    yield found
    event.remove(store.engine, "before_cursor_execute", explain)


def drafted(number: int) -> Drafted:
    block = Block(1, 0, "".join(chr(0x4E00 + 300 * number + n) for n in range(200)))
    article = Article("", {}, None, (block,), Ledger((block,), ()))
    return draft(Cleaned("article", (article,), "utf-8", "header"))


def test_nothing_that_is_asked_for_a_page_goes_through_what_is_there(tmp_path):
    with closing(open_store(f"sqlite:///{tmp_path}/articles.db")) as store:
        notebook = Notebook.start(store, PORTAL, "me:1", "web", full=False)
        (known,) = notebook.opening([Found("https://x.cn/list.html", "list")])
        with plans(store) as found:
            crawl(notebook, known, MOST)
    through = [
        (step, statement)
        for statement, steps in found.items()
        for step in steps
        if any(sign in step for sign in THROUGH) and not step.startswith(FEW)
    ]
    assert through == []


def crawl(notebook: Notebook, known: Known, number: int) -> None:
    """Read a list page, and keep so many of its pages at once."""
    named = [Found(f"https://x.cn/{n}.html", "article") for n in range(number)]
    there = notebook.listed(known, Fetched(200, known.url, body=b"list"), named, [])
    given = [Received(each, Fetched(200, each.url, body=each.url.encode())) for each in there]
    arrived = notebook.received(given)
    notebook.all_kept([(each, drafted(n)) for n, each in enumerate(arrived)])
    assert notebook.counts["articles/new"] == number
