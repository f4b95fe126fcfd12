"""Shards that are cleaned by the workers of a cluster."""

from collections.abc import Sequence

from cleaners.model import Layout
from crawler.cluster import worker
from crawler.cluster.connection import Cluster
from crawler.shards import AHEAD
from storage.shards import Again


class There:
    """A ``crawler.shards.Cleaner``.

    Workers only clean, which depends on nothing but the page; the one who asks writes what they made, in order and
    under its lease. So there is nothing to undo when any of them dies.

    :param threads: how many shards the workers clean at once.
    """

    def __init__(self, cluster: Cluster, threads: int) -> None:
        self.room = AHEAD * threads
        self._cluster = cluster

    async def clean(self, numbers: Sequence[int], layouts: Sequence[Layout], whole: bool) -> list[Again]:
        """See ``Cleaner``.

        :raises ClusterFailed: if it can't be done.
        """
        return await self._cluster.do(worker.clean, numbers, layouts, whole)
