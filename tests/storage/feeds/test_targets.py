"""The target's tables: what is made, what is left alone, what is refused with one line."""

import shutil
import sys
import threading

import pytest
from sqlalchemy import delete, inspect, text, update

from storage import leases
from storage.database import StoreError, open_store
from storage.follow import apply
from storage.targets import CURSOR
from tests.storage.conftest import PORTAL, Crawl
from tests.storage.feeds.following import assert_equal, catch_up, following


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
    shape = target.articles.columns.keys()
    shape.remove("title")
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
    monkeypatch.setitem(sys.modules, "pymysql", None)
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
