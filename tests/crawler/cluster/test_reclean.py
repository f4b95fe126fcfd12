"""``scrapy reclean --cluster``: what one process would have written, whoever dies meanwhile."""

import random
import time
from contextlib import closing, contextmanager

import pytest
from sqlalchemy import func, select, update

from cleaners.version import cleaner_version
from storage.database import open_store
from storage.tables import Address, Article, Version
from tests.conftest import database
from tests.crawler.cluster.machines import kill, machines, until
from tests.crawler.cluster.test_due import KILLS, expire
from tests.crawler.commandline import scrapy
from tests.crawler.kills.crawls import differences

PORTALS = ("hxw", "xnc")


@pytest.fixture(scope="module")
def aged(server, replica):
    """A store that looks as if an older cleaner had made all of it, and had read some articles otherwise."""
    with database(server) as address:
        ended = scrapy("crawl", *PORTALS, "-s", f"REPLICA={replica}", database=address)
        assert ended.returncode == 0, ended.stderr
        with closing(open_store(address)) as store, store.transaction() as session:
            other = update(Version).where(Version.article_id % 3 == 0)
            session.execute(other.values(source="旧来源", content_hash=b"\0", cleaner="old"))
            session.execute(update(Article).values(cleaned_with="old"))
            session.execute(
                update(Address).where(Address.cleaned_with.is_not(None)).values(cleaned_with="old")
            )
        yield address


@contextmanager
def copied(server, address):
    with database(server, address.rpartition("/")[2].partition("?")[0]) as copy:
        yield copy


@pytest.fixture(scope="module")
def undisturbed(server, aged):
    """The same, cleaned again by one process."""
    with copied(server, aged) as address:
        ended = scrapy("reclean", "--stale", database=address)
        assert ended.returncode == 0, ended.stderr
        yield address


@pytest.fixture
def cluster(server, aged, tls, tmp_path):
    """A scheduler and two workers on a copy of the aged store."""
    with copied(server, aged) as address, machines(address, tls, tmp_path) as there:
        yield there


def cleaned(address):
    """How many addresses the present cleaner has cleaned."""
    with closing(open_store(address)) as store, store.reading() as session:
        by_us = select(func.count()).where(Address.cleaned_with == cleaner_version())
        return session.scalar(by_us)


def test_the_workers_clean_and_what_is_written_is_the_same(cluster, undisturbed):
    ended = cluster.run("reclean", "--stale")
    assert (ended.returncode, "Traceback" in ended.stderr) == (0, False)
    assert differences(cluster.database, undisturbed) == {}
    assert cleaned(cluster.database) == cleaned(undisturbed)


@pytest.mark.parametrize("seed", range(KILLS))
@pytest.mark.parametrize("who", ["client", "scheduler", "one"])
def test_whoever_dies_the_same_is_written_in_the_end(who, seed, cluster, undisturbed):
    process = cluster.client("reclean", "--stale")
    until(lambda: cleaned(cluster.database), process)
    time.sleep(random.Random(seed).uniform(0, 0.2))
    if who == "client":
        kill(process)
        expire(cluster.database)
    else:
        cluster.kill(who)
    _, errors = process.communicate(timeout=240)
    assert "Traceback" not in errors
    if who == "scheduler" and process.returncode:
        assert process.returncode == 1
        assert "the scheduler tls://127.0.0.1:" in errors
    cluster.mend()
    last = cluster.run("reclean", "--stale")
    assert last.returncode == 0, last.stderr
    assert differences(cluster.database, undisturbed) == {}
    assert cleaned(cluster.database) == cleaned(undisturbed)
