"""One desk on one crawl of the replica, which many tests look at."""

from collections.abc import Iterator

import pytest

pytest.importorskip("fastapi", reason="requirements-desk.txt is not installed")

from tests.crawler.conftest import Crawled
from tests.crawler.desk.serving import desk_at


@pytest.fixture(scope="session")
def desk(crawled: Crawled) -> Iterator[str]:
    """The address of a desk on a store in which two portals were crawled."""
    with desk_at(f"sqlite:///{crawled.database}") as address:
        yield address
