"""A scheduler and workers, each as if on a machine of its own: its death takes all its processes."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.crawler.commandline import ROOT, command

_PEM = serialization.Encoding.PEM


def certificates(folder: Path) -> dict[str, str]:
    """A certificate that an authority of its own has signed, for all of a cluster; as Dask's environment has it."""
    folder.mkdir()
    authority = ec.generate_private_key(ec.SECP256R1())
    key = ec.generate_private_key(ec.SECP256R1())
    _write(folder / "ca.pem", _signed("authority", authority.public_key(), authority, is_authority=True))
    _write(folder / "cert.pem", _signed("node", key.public_key(), authority, is_authority=False))
    plain = serialization.NoEncryption()
    (folder / "key.pem").write_bytes(
        key.private_bytes(_PEM, serialization.PrivateFormat.TraditionalOpenSSL, plain)
    )
    both = {"CERT": "cert.pem", "KEY": "key.pem"}
    files = {
        f"{role}__{what}": name for role in ("CLIENT", "SCHEDULER", "WORKER") for what, name in both.items()
    }
    return {
        f"DASK_DISTRIBUTED__COMM__TLS__{name}": str(folder / file)
        for name, file in ({"CA_FILE": "ca.pem"} | files).items()
    }


def _signed(
    name: str, key: ec.EllipticCurvePublicKey, authority: ec.EllipticCurvePrivateKey, is_authority: bool
) -> x509.Certificate:
    now = datetime.now(UTC)
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "authority")])
    return (
        x509.CertificateBuilder(issuer, x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]), key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .sign(authority, hashes.SHA256())
    )


def _write(file: Path, certificate: x509.Certificate) -> None:
    file.write_bytes(certificate.public_bytes(_PEM))


class Machines:
    """One scheduler and two workers for the store at ``database``."""

    def __init__(self, database: str, tls: dict[str, str], folder: Path) -> None:
        self.database = database
        self.address = f"tls://127.0.0.1:{_free_port()}"
        self._log = (folder / "machines.log").open("wb")
        self._environment = os.environ | tls | {"PYTHONPATH": str(ROOT), "DATABASE_URL": database}
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, **environment: str) -> None:
        """Start the ``scheduler``, or a worker of another name."""
        kind, *options = (
            ("scheduler", "--port", self.address.rpartition(":")[2])
            if name == "scheduler"
            else ("worker", self.address, "--no-nanny", "--nthreads", "1", "--name", name)
        )
        module = ["-m", f"distributed.cli.dask_{kind}", *options, "--host", "127.0.0.1", "--protocol", "tls"]
        self.running[name] = subprocess.Popen(
            [sys.executable, *module, "--no-dashboard", "--dashboard-address", "127.0.0.1:0"],
            cwd=ROOT,
            env=self._environment | environment,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )

    def client(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Start a command that uses the cluster."""
        words = command(*arguments, "--cluster", self.address, database=self.database)
        return subprocess.Popen(
            words,
            cwd=ROOT,
            env=self._environment | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run such a command to its end."""
        process = self.client(*arguments, **environment)
        output, errors = process.communicate(timeout=240)
        return subprocess.CompletedProcess(process.args, process.returncode, output, errors)

    def kill(self, name: str) -> None:
        """The machine of this name loses its power."""
        process = self.running.pop(name)
        kill(process)

    def mend(self) -> None:
        """Start again what has died; a worker that lost its scheduler ends by itself."""
        lost = "scheduler" not in self.running
        for name in ("scheduler", "one", "two"):
            if name in self.running and lost:
                self.running.pop(name).wait(timeout=60)
            if name not in self.running:
                self.start(name)

    def end(self) -> None:
        """All of them lose their power."""
        for name in list(self.running):
            self.kill(name)
        self._log.close()


def kill(process: "subprocess.Popen[bytes] | subprocess.Popen[str]") -> None:
    """SIGKILL for a process and all that it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=60)


@contextmanager
def machines(database: str, tls: dict[str, str], folder: Path) -> Iterator[Machines]:
    """A scheduler and two workers."""
    there = Machines(database, tls, folder)
    try:
        for name in ("scheduler", "one", "two"):
            there.start(name)
        yield there
    finally:
        there.end()


def until(happened: object, process: subprocess.Popen[str], seconds: float = 180) -> None:
    """Wait until a function says that it happened, or the process has ended."""
    deadline = time.monotonic() + seconds
    while not happened() and process.poll() is None:  # type: ignore[operator]
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.02)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
