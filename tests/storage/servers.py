"""A real MariaDB for the tests, started by themselves."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


def is_installed() -> bool:
    """Whether MariaDB's server is at hand, and the driver."""
    try:
        import pymysql  # noqa: F401 (an extra of ours)
    except ModuleNotFoundError:
        return False
    return all(shutil.which(name, path=_path()) for name in ("mariadbd", "mariadb-install-db"))


@contextmanager
def mariadb() -> Iterator[str]:
    """The address of a MariaDB server's administrator, without a database; it ends with the block."""
    with TemporaryDirectory(prefix="mariadb-") as folder:
        data = f"--datadir={folder}/data"
        as_root = ["--user=root"] if os.getuid() == 0 else []
        _run(
            "mariadb-install-db", "--no-defaults", data, "--auth-root-authentication-method=normal", *as_root
        )
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        options = [
            f"--port={port}",
            "--bind-address=127.0.0.1",
            f"--socket={folder}/socket",
            "--skip-log-bin",
        ]
        with (
            Path(folder, "errors").open("wb") as errors,
            subprocess.Popen(
                [_found("mariadbd"), "--no-defaults", data, *options, *as_root], stdout=errors, stderr=errors
            ) as server,
        ):
            try:
                _wait(port, server)
                yield f"mariadb://root@127.0.0.1:{port}/"
            finally:
                server.kill()  # its data goes as well


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if server.poll() is not None or time.monotonic() > deadline:
            raise OSError("MariaDB did not start")
        time.sleep(0.05)


def _run(*command: str) -> None:
    subprocess.run([_found(command[0]), *command[1:]], check=True, capture_output=True)


def _found(name: str) -> str:
    return shutil.which(name, path=_path()) or name


def _path() -> str:
    """Servers lie where only administrators look."""
    return f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
