"""Certificates and machines."""

import pytest

from tests.crawler.cluster.machines import certificates, machines


@pytest.fixture(scope="session")
def tls(tmp_path_factory):
    return certificates(tmp_path_factory.mktemp("tls") / "ours")


@pytest.fixture
def cluster(postgresql, tls, tmp_path):
    """A scheduler and two workers on an empty store."""
    with machines(postgresql, tls, tmp_path) as there:
        yield there
