"""Work on many processes or machines, by Dask.distributed: crawls of portals, and shards to clean again.

The database holds all states, and leases: a task that is lost, or done twice, costs nothing but time.
"""

from storage.errors import MissingExtra

try:
    import distributed  # noqa: F401 (its parts are imported where they are used)
except ModuleNotFoundError as error:
    raise MissingExtra("--cluster", "distributed", "requirements-cluster.txt") from error
