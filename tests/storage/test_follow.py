"""A database that follows the store has what the store has, whatever happens."""

import shutil
import threading

import pytest
from sqlalchemy import delete, inspect, text, update

from storage import departures, leases
from storage.database import StoreError, open_store
from storage.follow import apply
from storage.portals import PortalRecord
from storage.tables import Address, Article, Band, Version
from storage.targets import CURSOR
from tests.storage.following import assert_equal, catch_up, following, held
from tests.storage.test_copies import keep_elsewhere, made

TARGETS = {"sqlite": "sqlite_target", "postgresql": "postgresql", "mariadb": "mariadb"}


@pytest.fixture
def sqlite_target(tmp_path) -> str:
    return f"sqlite:///{tmp_path}/target.db"


@pytest.fixture(params=TARGETS)
def kind(request) -> str:
    return request.param


@pytest.fixture
def to(request, kind) -> str:
    """The address of an empty database, on each of the three in turn."""
    return request.getfixturevalue(TARGETS[kind])


@pytest.fixture
def address(request, kind) -> str:
    """The store's: PostgreSQL before PostgreSQL, else SQLite."""
    return request.getfixturevalue("copy" if kind == "postgresql" else "sqlite")


@pytest.fixture
def target(store, to):
    with following(store, to) as target:
        yield target


def withdraw(crawl, *numbers: int) -> None:
    with crawl.store.transaction() as session:
        departures.withdraw(session, crawl.lease, [session.get_one(Article, number) for number in numbers])


def test_an_empty_store_gives_an_empty_target(store, target):
    done = catch_up(store, target)
    assert [(each.events, each.written, each.removed, each.number) for each in done] == [(0, 0, 0, 0)]
    assert held(store, target) == ([], [])


def test_inserts_updates_and_removals(crawl, make, target):
    first, second = crawl.address(), crawl.address("https://www.example.cn/2.html")
    crawl.keep(first, make("一。"), make("二。", key="二"))
    crawl.keep(second, make("三。"))
    (done, _) = catch_up(crawl.store, target)
    assert (done.events, done.written, done.removed, done.number) == (3, 3, 0, 3)
    assert_equal(crawl.store, target)
    crawl.keep(first, make("一改。"), body=b"<p>2")  # the second of its articles is gone
    (done, _) = catch_up(crawl.store, target)
    assert (done.events, done.written, done.removed, done.number) == (2, 1, 1, 5)
    assert_equal(crawl.store, target)
    crawl.keep(first, make("一改。"), make("二。", key="二"), body=b"<p>3")
    withdraw(crawl, 3)
    catch_up(crawl.store, target, limit=1)
    assert_equal(crawl.store, target)


def test_states_that_are_no_more_are_passed_over(crawl, make, target):
    address = crawl.address()
    crawl.keep(address, make("一。"))
    crawl.keep(address, make("二。"), body=b"<p>2")
    withdraw(crawl, 1)
    done = catch_up(crawl.store, target, limit=1)
    assert [(each.number, each.written, each.removed) for each in done] == [(n, 0, 0) for n in (1, 2, 3, 3)]
    assert_equal(crawl.store, target)


def test_moves(crawl, target):
    old, new = crawl.address(), crawl.address("https://www.example.cn/new.html")
    crawl.keep(old, made())
    catch_up(crawl.store, target)
    crawl.settle(old, "redirected", redirects_to=new)
    crawl.keep(new, made())
    catch_up(crawl.store, target)
    assert_equal(crawl.store, target)
    assert [row["url"] for row in held(crawl.store, target)[1]] == ["https://www.example.cn/new.html"]


def test_groups_of_copies_though_only_one_of_them_is_new(crawl, target):
    crawl.keep(crawl.address(), made())
    catch_up(crawl.store, target)
    elder = keep_elsewhere(crawl.store, "elder", "早报", made(published="2023-05-01"))
    catch_up(crawl.store, target)
    assert_equal(crawl.store, target)
    assert {row["original_id"] for row in held(crawl.store, target)[1]} == {elder}
    withdraw(crawl, elder)
    catch_up(crawl.store, target)
    assert_equal(crawl.store, target)


def test_a_portal_that_is_renamed(crawl, make, target):
    crawl.keep(crawl.address(), make())
    keep_elsewhere(crawl.store, "other", "别的网", made())
    catch_up(crawl.store, target)
    with crawl.store.transaction() as session:
        leases.take(session, PortalRecord("other", "新名网", "山西省", "https://x.cn/"), "me", "web")
    catch_up(crawl.store, target)
    assert_equal(crawl.store, target)
    assert [row["portal_title"] for row in held(crawl.store, target)[1]] == ["红星网", "新名网"]


def test_an_article_that_is_purged(crawl, make, target):
    """Its rows are deleted from the store; the event keeps its number."""
    crawl.keep(crawl.address(), make())
    catch_up(crawl.store, target)
    withdraw(crawl, 1)
    off = {"sqlite": "PRAGMA foreign_keys = OFF", "postgresql": "SET session_replication_role = replica"}
    with crawl.store.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        raw = connection.connection.cursor()
        if sqlite:
            raw.execute(off["sqlite"])
        with connection.begin():
            if not sqlite:
                connection.execute(text(off["postgresql"]))
            for table, column in ((Version, "article_id"), (Band, "article_id"), (Article, "id")):
                connection.execute(delete(table).where(getattr(table, column) == 1))
            connection.execute(delete(Address))
        connection.invalidate()
    (done, _) = catch_up(crawl.store, target)
    assert (done.events, done.removed) == (1, 1)
    assert_equal(crawl.store, target)


ODD = {
    "four bytes": ("𠮷野家😀𪚥。" * 3, "𠮷"),
    "longer than a TEXT of MySQL": ("长" * 200_000, "长"),
    "a long key": ("文。", "县" * 3000),
    "quotes and backslashes": ("'\"\\%s %(x)s\t{}?:x\\' -- ", "\\"),
    "spaces at the end": ("末。  ", "末 "),
    "NUL": ("a\x00b\ud800c", "x\x00"),
}


@pytest.mark.parametrize("label", ODD)
def test_odd_characters_and_sizes(crawl, make, target, label):
    body, key = ODD[label]
    long = "https://www.example.cn/" + "x" * 4000
    crawl.keep(crawl.address(long), make(body, key=key, title=body, faults=(body[:50],)), make("别的。"))
    catch_up(crawl.store, target)
    assert_equal(crawl.store, target)


def test_what_people_add_to_the_target_stays(crawl, make, target):
    address = crawl.address()
    crawl.keep(address, make())
    catch_up(crawl.store, target)
    with target.transaction() as there:
        there.execute(text("ALTER TABLE zhengwen_articles ADD COLUMN mine INTEGER"))
        there.execute(text("UPDATE zhengwen_articles SET mine = 7"))
        there.execute(text("CREATE TABLE mine (n INTEGER)"))
    crawl.keep(address, make("改。"), body=b"<p>2")
    with following(crawl.store, target.engine.url.render_as_string(hide_password=False)) as again:
        catch_up(crawl.store, again)
        assert_equal(crawl.store, again)
    with target.transaction() as there:
        assert there.scalar(text("SELECT mine FROM zhengwen_articles")) == 7


def test_a_target_of_an_older_shape_gets_the_column_and_its_values(crawl, make, target, to):
    crawl.keep(crawl.address(), make(title="一"))
    catch_up(crawl.store, target)
    shape = [name for name in target.articles.columns if name != "title"]
    with target.transaction() as there:
        there.execute(text("ALTER TABLE zhengwen_articles DROP COLUMN title"))
        there.execute(update(CURSOR).values(shape=shape))
    with following(crawl.store, to) as newer:
        catch_up(crawl.store, newer, limit=1)
        assert_equal(crawl.store, newer)
        with pytest.raises(StoreError, match="made by a newer version"):
            with newer.transaction() as there:
                there.execute(update(CURSOR).values(shape=[*newer.articles.columns.keys(), "later"]))
            apply(crawl.store, newer)


def test_two_feeds_into_the_same_target_share_the_events(crawl, make, target, to):
    address = crawl.address()
    for number in range(40):
        crawl.keep(address, make(str(number)), body=b"%d" % number)
    applied: list[int] = []
    failures: list[Exception] = []

    def feed_it() -> None:
        try:
            with following(crawl.store, to) as mine:
                applied.extend(each.events for each in catch_up(crawl.store, mine, limit=3))
        except Exception as error:  # noqa: BLE001 (a thread's error must reach the test)
            failures.append(error)

    feeds = [threading.Thread(target=feed_it) for _ in range(3)]
    for each in feeds:
        each.start()
    for each in feeds:
        each.join()
    assert failures == []
    assert sum(applied) == 40
    assert_equal(crawl.store, target)


def test_feeds_may_make_the_tables_at_the_same_time(store, to):
    failures: list[Exception] = []
    gate = threading.Barrier(4)

    def begin() -> None:
        try:
            gate.wait()
            with following(store, to) as target:
                apply(store, target)
        except Exception as error:  # noqa: BLE001 (as above)
            failures.append(error)

    feeds = [threading.Thread(target=begin) for _ in range(4)]
    for each in feeds:
        each.start()
    for each in feeds:
        each.join()
    assert failures == []


def test_tables_that_a_killed_feed_left_half_made_are_finished(crawl, make, to):
    """MariaDB and MySQL make each of them for good at once."""
    crawl.keep(crawl.address(), make())
    with following(crawl.store, to) as target, target.transaction() as there:
        there.execute(text("DROP TABLE zhengwen_articles"))
        there.execute(delete(CURSOR))
    with following(crawl.store, to) as target:
        catch_up(crawl.store, target)
        assert_equal(crawl.store, target)


# --- what is refused ------------------------------------------------------------------------------


def refusal(store, to: str) -> str:
    """The line with which a target is refused, when it is opened or fed."""
    with pytest.raises(StoreError) as caught, following(store, to) as target:
        apply(store, target)
    line = str(caught.value)
    assert "\n" not in line
    return line


def test_another_stores_target_is_refused_and_left_alone(crawl, make, target, to, tmp_path):
    crawl.keep(crawl.address(), make())
    catch_up(crawl.store, target)
    other = open_store(f"sqlite:///{tmp_path}/other.db")
    assert "follows another store" in refusal(other, to)
    other.close()
    assert_equal(crawl.store, target)


def test_a_target_ahead_of_a_store_that_was_restored_is_refused(tmp_path, sqlite, sqlite_target, make):
    """Also when the store has gone on since, and has other events of the same numbers."""
    from tests.storage.conftest import PORTAL, Crawl

    def crawl_once(text: str) -> None:
        store = open_store(sqlite)
        with store.transaction() as session:
            crawl = Crawl(store, leases.take(session, PORTAL, "me:1", "web"))
        crawl.keep(crawl.address(), make(text), body=text.encode())
        with store.transaction() as session:
            leases.release(session, crawl.lease, "finished", {})
        store.close()

    crawl_once("一。")
    shutil.copy(tmp_path / "articles.db", tmp_path / "backup.db")
    crawl_once("二。")
    store = open_store(sqlite)
    with following(store, sqlite_target) as target:
        catch_up(store, target)
    store.close()
    for suffix in ("", "-wal", "-shm"):
        (tmp_path / f"articles.db{suffix}").unlink(missing_ok=True)
    shutil.copy(tmp_path / "backup.db", tmp_path / "articles.db")
    for event in ("doesn't have", "doesn't have"):
        store = open_store(sqlite)
        assert f"has applied event 2, which the store {event}" in refusal(store, sqlite_target)
        store.close()
        crawl_once("三。")


@pytest.mark.parametrize(
    "made, told",
    [
        (
            "CREATE TABLE zhengwen_articles (mine INTEGER)",
            "has a table zhengwen_articles that isn't the feed's",
        ),
        ("CREATE TABLE zhengwen_cursor (mine INTEGER)", "has a table zhengwen_cursor that isn't the feed's"),
        ("CREATE VIEW zhengwen_articles AS SELECT 1 AS mine", "has a table zhengwen_articles that isn't"),
    ],
)
def test_a_table_of_the_same_name_is_refused_and_left_alone(store, to, made, told, tmp_path):
    with following(store, to) as target, target.transaction() as there:
        for name in ("zhengwen_articles", "zhengwen_cursor"):
            there.execute(text(f"DROP TABLE {name}"))
        there.execute(text(made))
    assert told in refusal(store, to)
    assert "rename it" in refusal(store, to)
    with target.engine.connect() as there:
        seen = inspect(there)
        assert len([*seen.get_table_names(), *seen.get_view_names()]) == 1
    target.close()


def test_the_store_itself_is_refused(store, address):
    assert "is a store itself" in refusal(store, address)
    with store.reading() as session:
        assert "zhengwen_cursor" not in inspect(session.connection()).get_table_names()


@pytest.mark.parametrize(
    "address, told",
    [
        ("", "can't be read"),
        (
            "mongodb://u:s3cret@h/x",
            "knows no mongodb here; it knows sqlite://…, postgres://…, postgresql://…, mysql",
        ),
        ("sqlite://", "would be lost"),
        ("sqlite:////no/such/folder/x.db", "unable to open database file"),
        ("mysql://u:s3@cret@host/db", "more than one @"),
        ("mysql://u:s3cret@127.0.0.1:1/db", "Can't connect to MySQL server on '127.0.0.1'"),
        ("mariadb://u:s3cret@127.0.0.1:1/db?nonsense=s3cret", "an option in its address is wrong"),
        ("mysql://u@127.0.0.1:1/db?connect_timeout=s3cret", "an option in its address is wrong"),
        (
            "postgresql://u:s3cret@127.0.0.1:1/db?password=s3cret",
            "the target postgresql://u:***@127.0.0.1:1/db",
        ),
    ],
)
def test_a_bad_address_is_refused_without_its_password(sqlite, address, told):
    pytest.importorskip("pymysql")
    store = open_store(sqlite)
    line = refusal(store, address)
    store.close()
    assert told in line
    assert "cret" not in line


def test_a_missing_driver_is_named_with_its_cure(sqlite, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pymysql", None)
    store = open_store(sqlite)
    line = refusal(store, "mariadb://host/db")
    store.close()
    assert "MariaDB and MySQL isn't installed: pip install --require-hashes -r requirements-mysql.txt" in line


def grant(target, *statements: str) -> None:
    with target.engine.connect() as there:
        for statement in statements:
            there.execute(text(statement))
        there.commit()


@pytest.fixture
def limited(target, kind):
    """The address of a user who may only read and write rows; make the tables first."""
    if kind == "sqlite":
        pytest.skip("SQLite has no users")
    name, url = f"limited_{target.engine.url.database}", target.engine.url
    if kind == "mariadb":
        rights = f"GRANT SELECT, INSERT, UPDATE, DELETE ON {url.database}.* TO {name}@localhost"
        grant(target, f"CREATE USER {name}@localhost IDENTIFIED BY 's3cret'", rights)
        backend = "mysql"
    else:
        rights = f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}"
        grant(target, f"CREATE USER {name} PASSWORD 's3cret'", rights)
        backend = "postgresql"
    mine = url.set(drivername=backend, username=name, password="s3cret")  # noqa: S106 (of a user made here)
    yield mine.render_as_string(hide_password=False)
    if kind == "postgresql":
        grant(target, f"DROP OWNED BY {name}")
    grant(target, f"DROP USER {name}{'@localhost' if kind == 'mariadb' else ''}")


def test_rows_are_all_the_rights_a_feed_needs_and_tables_are_refused(crawl, make, target, limited):
    crawl.keep(crawl.address(), make())
    with following(crawl.store, limited) as mine:
        catch_up(crawl.store, mine)
    assert_equal(crawl.store, target)
    grant(target, "DROP TABLE zhengwen_articles", "DROP TABLE zhengwen_cursor")
    line = refusal(crawl.store, limited)
    assert "denied" in line
    assert "s3cret" not in line


def test_a_target_that_fails_in_the_middle_keeps_rows_and_cursor_together(crawl, make, target):
    crawl.keep(crawl.address(), make())
    catch_up(crawl.store, target)
    crawl.keep(crawl.address(), make("改。"), body=b"<p>2")
    grant(target, "ALTER TABLE zhengwen_cursor RENAME TO away")
    with pytest.raises(StoreError, match="zhengwen_cursor"):
        apply(crawl.store, target)
    grant(target, "ALTER TABLE away RENAME TO zhengwen_cursor")
    catch_up(crawl.store, target)
    assert_equal(crawl.store, target)
