"""What can't be spread is refused in one line, before anything is begun."""

import os
from contextlib import ExitStack

import pytest

from tests.conftest import database
from tests.crawler.cluster.machines import certificates, machines
from tests.crawler.commandline import ROOT, scrapy

#: As if the package weren't there.
ABSENT = "import sys\nsys.modules['distributed'] = None\n"


@pytest.fixture(scope="module")
def address(server):
    """An empty store on PostgreSQL."""
    with database(server) as address:
        yield address


USAGE = {
    "no address": ("host:8786", "--cluster takes tls://HOST:PORT, or local:N"),
    "no port": ("tls://host", "--cluster takes tls://HOST:PORT"),
    "no number": ("tls://host:port", "--cluster takes tls://HOST:PORT"),
    "no process": ("local:0", "--cluster takes tls://HOST:PORT"),
    "not encrypted": ("tcp://10.0.0.7:8786", "only TLS keeps others from it"),
    "no certificates": ("tls://127.0.0.1:8786", "set DASK_DISTRIBUTED__COMM__TLS__CA_FILE, DASK_"),
}


@pytest.mark.parametrize("command", ["due", "reclean"])
@pytest.mark.parametrize("label", USAGE)
def test_an_address_that_cannot_be_used(label, command, address, replica):
    given, told = USAGE[label]
    ended = scrapy(command, "--cluster", given, "-s", f"REPLICA={replica}", database=address)
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
    assert told in ended.stderr


def test_a_file_is_no_store_for_several_machines(empty, tls):
    ended = scrapy("reclean", "--cluster", "tls://127.0.0.1:1", database=empty, **tls)
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert "need a store that all can reach: PostgreSQL, not sqlite:///" in ended.stderr


def test_without_the_package_it_says_what_to_install(empty, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(ABSENT)
    ended = scrapy("reclean", "--cluster", "local:1", database=empty, PYTHONPATH=str(tmp_path))
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == (
        "scrapy: --cluster needs distributed: .venv/bin/pip install --require-hashes -r requirements-cluster.txt\n"
    )


def test_a_scheduler_that_is_not_there(address, tls):
    ended = scrapy("reclean", "--cluster", "tls://127.0.0.1:1", database=address, **tls)
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (1, "", 1)
    assert "the scheduler tls://127.0.0.1:1 can't be reached" in ended.stderr


def refused(cluster, **environment):
    ended = cluster.run("reclean", **environment)
    assert (ended.stdout, ended.stderr.count("\n")) == ("", 1)
    return ended


def test_certificates_of_another_authority(cluster, tmp_path):
    ended = refused(cluster, **certificates(tmp_path / "others"))
    assert ended.returncode == 1
    assert "can't be reached" in ended.stderr
    assert "certificate" in ended.stderr.lower()


@pytest.fixture
def with_one(postgresql, tls, tmp_path):
    """Starts a cluster with a worker that has another environment."""

    with ExitStack() as stack:

        def start(**environment):
            cluster = stack.enter_context(machines(postgresql, tls, tmp_path))
            cluster.kill("two")
            cluster.kill("one")
            cluster.start("one", **environment)
            return cluster

        yield start


def test_a_worker_with_another_cleaner(with_one, tmp_path):
    other = "import cleaners.version\ncleaners.version.cleaner_version = lambda: 'other'\n"
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "sitecustomize.py").write_text(other)
    path = os.pathsep.join([str(tmp_path / "other"), str(ROOT)])
    ended = refused(with_one(PYTHONPATH=path))
    assert ended.returncode == 2
    assert "has cleaner other, not " in ended.stderr


def test_a_worker_with_another_store(with_one, empty):
    ended = refused(with_one(DATABASE_URL=f"sqlite:///{empty}"))
    assert ended.returncode == 2
    assert "has another store: start it with the DATABASE_URL that is used here" in ended.stderr


def test_a_worker_without_this_program(with_one, tmp_path):
    ended = refused(with_one(PYTHONPATH=str(tmp_path), PYTHONSAFEPATH="1"))
    assert ended.returncode == 2
    assert "has not this program, or an older one" in ended.stderr
