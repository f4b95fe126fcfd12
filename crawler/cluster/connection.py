"""The connection to a cluster, and what is refused before anything is begun."""

import ipaddress
import logging
import re
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

import dask.config
from distributed import Client, KilledWorker, LocalCluster, Security
from distributed.client import FutureCancelledError
from distributed.comm import CommClosedError
from scrapy.settings import BaseSettings

from crawler.cluster import worker
from crawler.cluster.agreement import Agreement, Unfit
from crawler.exits import CommandError, Exit
from storage.database import Store, StoreError

#: Settings that hold secrets: each worker has them from its own environment.
SECRETS = ("DATABASE_URL", "PROXIES", "ALERTS")
#: Seconds to reach the scheduler, and until a worker is there.
PATIENCE = 15

_LOCAL = re.compile(r"local:([1-9][0-9]{0,2})")
_FORMS = "--cluster takes tls://HOST:PORT, or local:N for N processes on this machine"
_OPEN = "only TLS keeps others from it: tcp:// is for a scheduler on this machine; see docs/scale.md"
#: Where Dask has its certificates from, by what it calls them.
_TLS = {
    "tls_ca_file": "DASK_DISTRIBUTED__COMM__TLS__CA_FILE",
    "tls_client_cert": "DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT",
    "tls_client_key": "DASK_DISTRIBUTED__COMM__TLS__CLIENT__KEY",
}

Done = TypeVar("Done")


class ClusterFailed(CommandError):  # noqa: N818 (it says what happened)
    """A task could not be done."""

    def __init__(self, text: str) -> None:
        super().__init__(Exit.LOOK, text)


@dataclass(frozen=True)
class Cluster:
    """A scheduler with workers that may do the work."""

    client: Client
    agreed: Agreement
    name: str

    async def threads(self) -> int:
        """How many tasks its workers do at once."""
        return sum((await self.client.nthreads()).values())

    async def do(
        self, function: Callable[..., Done] | Callable[..., Coroutine[Any, Any, Done]], *arguments: Any
    ) -> Done:
        """Have a function of ``crawler.cluster.worker`` called on a worker; on another one if that dies.

        :raises ClusterFailed: if it can't be done.
        :raises StoreError: if the worker's store fails.
        """
        try:
            done: Done = await self.client.submit(function, self.agreed, *arguments, pure=False)
        except Unfit as error:
            raise ClusterFailed(str(error)) from error
        except KilledWorker as error:
            raise ClusterFailed("a task was given up: each worker that had it died") from error
        except (FutureCancelledError, CommClosedError) as error:
            raise ClusterFailed(f"the scheduler {self.name} is gone: start it, and run this again") from error
        except StoreError:
            raise
        except Exception as error:
            raise ClusterFailed(f"a worker failed: {type(error).__name__}: {_reason(error)}") from error
        return done


@asynccontextmanager
async def connected(address: str, settings: BaseSettings, store: Store) -> AsyncIterator[Cluster]:
    """A cluster, for as long as the block runs.

    :param address: ``tls://HOST:PORT``; ``tcp://`` on this machine; ``local:N``: processes that end with the block.
    :raises CommandError: if it can't be used, or one of its workers can't, or the store can't be shared.
    """
    check(address, store)
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # our own lines say it
    async with _begun(address, settings) as begun, _client(begun, address) as client:
        cluster = Cluster(client, Agreement.of(store), address)
        await _look(cluster)
        yield cluster


def check(address: str, store: Store) -> None:
    """Refuse what could not work, or would be open to others.

    :raises CommandError: naming what to do.
    """
    if _LOCAL.fullmatch(address):
        return
    try:
        parts = urlsplit(address)
        is_whole = parts.scheme in ("tls", "tcp") and parts.hostname and parts.port
    except ValueError:
        is_whole = False
    if not is_whole:
        raise CommandError(Exit.USAGE, f"{_FORMS}, not {address!r}")
    if parts.scheme == "tcp" and not _is_here(str(parts.hostname)):
        raise CommandError(Exit.USAGE, f"{address}: {_OPEN}")
    if store.engine.dialect.name != "postgresql":
        raise CommandError(
            Exit.USAGE,
            f"the workers of {address} need a store that all can reach: PostgreSQL, not {store.name};"
            " with a file, use --cluster local:N",
        )


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@asynccontextmanager
async def _begun(address: str, settings: BaseSettings) -> AsyncIterator[str | LocalCluster]:
    """What a client connects to: the address, or processes of our own."""
    local = _LOCAL.fullmatch(address)
    if not local:
        yield address
        return
    secrets = {name: str(settings[name]) for name in SECRETS if settings[name]}
    with dask.config.set({"distributed.worker.daemon": False}):  # they start processes of their own
        async with LocalCluster(
            n_workers=int(local[1]),
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address=None,
            silence_logs=logging.CRITICAL,
            asynchronous=True,
            env=secrets,
        ) as cluster:
            yield cluster


@asynccontextmanager
async def _client(begun: str | LocalCluster, address: str) -> AsyncIterator[Client]:
    """A client, connected.

    :raises CommandError: if the scheduler can't be reached, or certificates are missing or not taken.
    """
    security = Security(require_encryption=address.startswith("tls:"))
    lacking = [variable for name, variable in _TLS.items() if not getattr(security, name)]
    if lacking and security.require_encryption:
        raise CommandError(
            Exit.USAGE, f"tls:// needs certificates: set {', '.join(lacking)}; see docs/scale.md"
        )
    client = Client(begun, security=security, timeout=PATIENCE, asynchronous=True, set_as_default=False)
    try:
        await client
    except (OSError, ValueError, TypeError) as error:
        raise CommandError(
            Exit.LOOK, f"the scheduler {address} can't be reached: {_reason(error)}"
        ) from error
    async with client:
        yield client


def _reason(error: BaseException) -> str:
    """What was said first, without the rest."""
    first = error.__cause__ or error
    return str(first).strip().splitlines()[0] if str(first).strip() else type(first).__name__


async def _look(cluster: Cluster) -> None:
    """Make sure that there are workers, and that each may do the work.

    :raises CommandError: if not.
    """
    try:
        # mypy takes it for that of blocking clients
        await cluster.client.wait_for_workers(1, timeout=PATIENCE)  # type: ignore[func-returns-value, misc]
    except TimeoutError as error:
        raise CommandError(
            Exit.LOOK, f"{cluster.name} has no workers: docs/scale.md says how to start some"
        ) from error
    answers = await cluster.client.run(worker.check, cluster.agreed, on_error="return")
    for where, answer in answers.items():
        if isinstance(answer, Unfit):
            raise CommandError(Exit.USAGE, str(answer)) from answer
        if isinstance(answer, BaseException):
            raise CommandError(
                Exit.USAGE,
                f"worker {where} has not this program, or an older one ({type(answer).__name__}: {_reason(answer)})",
            ) from answer
