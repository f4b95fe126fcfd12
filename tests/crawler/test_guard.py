"""Which addresses are talked to: what counts is the peer, whatever name or spelling led to it."""

import json
from base64 import b64encode
from pathlib import Path

import pytest
from twisted.internet.address import IPv4Address, IPv6Address

from crawler.guard import guarded, refuse, refuse_literal
from crawler.verdicts import PrivateAddress
from tests.crawler.commandline import crawl_site, rows, scrapy
from tests.crawler.site import serving

PRIVATE = (
    "127.0.0.1 127.8.8.8 0.0.0.0 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 198.18.0.1 224.0.0.1"
    " 255.255.255.255 ::1 :: fe80::1 fe80::1%eth0 fc00::1 fec0::1 ff02::1 ::ffff:127.0.0.1 ::ffff:a9fe:a9fe ::7f00:1"
    " 2002:7f00:1:: 64:ff9b::7f00:1 64:ff9b:1::1 2001:db8::1"
).split()
PUBLIC = "8.8.8.8 202.108.22.5 2400:3200::1 64:ff9b::808:808 ::ffff:8.8.8.8 2002:808:808::".split()


@pytest.mark.parametrize("address", PRIVATE)
def test_no_connection_to_what_is_not_public_gets_a_protocol(address):
    kind = IPv6Address if ":" in address else IPv4Address
    with pytest.raises(PrivateAddress):
        guarded([])(None, None).buildProtocol(kind("TCP", address, 80))


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_public_may_be_talked_to(address):
    refuse(address)


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://[::1]:80/", "http://[::ffff:10.0.0.1]/"])
def test_behind_a_proxy_hosts_written_as_addresses_are_checked(url):
    with pytest.raises(PrivateAddress):
        refuse_literal(url, [])
    refuse_literal("http://www.hxw.gov.cn/", [])


def ends(database: Path) -> list[dict]:
    return rows(database, "SELECT state, reason FROM addresses")


REFUSED = [{"state": "failed", "reason": "private address"}]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433"])
def test_a_name_or_spelling_of_this_machine_is_not_asked(host, tmp_path):
    with serving() as server:
        home = server.home.replace("127.0.0.1", host)
        crawl_site(tmp_path / "articles.db", home, "endless", "-s", "PRIVATE_NETWORKS=")
        assert not server.asked
    assert ends(tmp_path / "articles.db") == REFUSED


#: Makes a name lead to one address first, and to another one later.
REBINDING = """
import socket
true, given = socket.gethostbyname, ["127.0.0.2"]
def gethostbyname(name):
    if name != "rebound.test":
        return true(name)
    return given.pop() if given else "127.0.0.1"
socket.gethostbyname = gethostbyname
"""


def test_a_name_that_leads_elsewhere_the_second_time_gains_nothing(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(REBINDING)
    settings = {
        "SPIDER_MODULES": "tests.crawler.portals",
        "PRIVATE_NETWORKS": "127.0.0.2/32",
        "DNSCACHE_ENABLED": "False",
        "DOWNLOAD_DELAY": "0",
    }
    with serving("0.0.0.0") as server:  # noqa: S104 (both addresses are this machine)
        settings["PORTAL_HOMES"] = json.dumps({"endless": f"http://rebound.test:{server.server_port}"})
        options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
        database = tmp_path / "articles.db"
        scrapy("crawl", "endless", *options, database=database, PYTHONPATH=str(tmp_path))
        assert [path for _, path in server.asked] == ["/robots.txt"]
    assert ends(database) == REFUSED


# --- proxies

SECRET = "s3cret-word"  # noqa: S105 (it is invented)


def test_a_portals_own_proxy_is_its_only_way_out_and_its_secret_is_told_nowhere(tmp_path):
    database = tmp_path / "articles.db"
    with serving() as proxy:
        proxies = json.dumps({"endless": proxy.home.replace("//", f"//me:{SECRET}@")})
        options = ("-s", f"PROXIES={proxies}", "-s", "PRIVATE_NETWORKS=", "-L", "DEBUG")
        ended = crawl_site(database, "http://far.away.test", "endless", *options)
        assert {host for host, _ in proxy.asked} == {"far.away.test"}
    encoded = b64encode(f"me:{SECRET}".encode()).decode()
    assert proxy.credentials == {f"Basic {encoded}"}
    assert ended.returncode == 0
    assert len(ends(database)) == 5
    for told in (ended.stdout, ended.stderr, database.read_bytes().decode("latin-1")):
        assert SECRET not in told
        assert encoded not in told


@pytest.mark.parametrize(
    "proxy",
    [f"socks5://me:{SECRET}@h:1", f"http://me:{SECRET}@h:x", f"me:{SECRET}@h", 1, f"http://me:{SECRET}@"],
)
def test_a_proxy_that_is_none_is_told_without_its_secret(proxy, tmp_path):
    options = ("-s", f"PROXIES={json.dumps({'hxw': proxy})}")
    ended = scrapy("crawl", "hxw", *options, database=tmp_path / "articles.db")
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
    assert "PROXIES: the proxy of hxw must be http://" in ended.stderr
    assert SECRET not in ended.stderr


def test_a_network_that_is_none_is_told(tmp_path):
    ended = scrapy("crawl", "hxw", "-s", "PRIVATE_NETWORKS=10.0.0.1/99", database=tmp_path / "articles.db")
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert "PRIVATE_NETWORKS: " in ended.stderr
