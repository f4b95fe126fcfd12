"""A site whose certificate nobody vouches for, or whose TLS is old, is read only where its portal's file says so."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.crawler.commandline import counts, crawl_site, rows
from tests.crawler.site import Server


def self_signed(folder: Path) -> Path:
    """A certificate for 127.0.0.1, right in all but its issuer, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "site.pem").write_bytes(private + certificate.public_bytes(pem))
    return folder / "site.pem"


@contextmanager
def secured(folder: Path, old: bool = False) -> Iterator[Server]:
    """The site by HTTPS; ``old``: no TLS after 1.1."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(folder))
    if old:
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
        context.set_ciphers("ALL:@SECLEVEL=0")
    with Server() as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()


def crawl(server: Server, folder: Path, portal: str, *more: str):
    return crawl_site(folder / "articles.db", server.home.replace("http:", "https:"), portal, *more)


NOT_ASKED = {"state": "pending", "reason": None}


@pytest.mark.parametrize(
    ("portal", "old", "end"),
    [
        ("endless", False, NOT_ASKED),
        ("unverified", False, {"state": "list", "reason": None}),
        ("unverified", True, NOT_ASKED),
        ("antique", True, {"state": "list", "reason": None}),
    ],
)
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_bad_tls_is_put_up_with_where_the_portals_file_says_so(portal, old, end, tmp_path):
    with secured(tmp_path, old) as server:
        ended = crawl(server, tmp_path, portal)
    assert rows(tmp_path / "articles.db", "SELECT DISTINCT state, reason FROM addresses") == [end]
    assert "Traceback" not in ended.stderr
    assert bool(server.asked) == (end != NOT_ASKED)
    if end == NOT_ASKED:
        (reason,) = [name for name in counts(tmp_path / "articles.db", portal) if name.startswith("left/")]
        assert reason.endswith("can't be had (TLS)")


def test_without_robots_txt_an_unverified_certificate_ends_the_address_as_tls(tmp_path):
    with secured(tmp_path) as server:
        crawl(server, tmp_path, "endless", "-s", "ROBOTSTXT_OBEY=False")
    found = rows(tmp_path / "articles.db", "SELECT state, reason FROM addresses")
    assert found == [{"state": "failed", "reason": "TLS"}]
    assert not server.asked
