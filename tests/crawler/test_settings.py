"""The ways out: only http and https on the web, only the replica with REPLICA; and who we say we are."""

import pytest
from scrapy.settings import Settings

from crawler.addons import HANDLER, Identity, Replica


def settings(**more: object) -> Settings:
    found = Settings()
    found.setmodule("crawler.settings", priority="project")
    found.setdict(more, priority="cmdline")
    for addon in (Identity(), Replica()):
        addon.update_settings(found)
    return found


def ways_out(found: Settings) -> dict[str, str]:
    handlers = found.getwithbase("DOWNLOAD_HANDLERS")
    return {scheme: handler for scheme, handler in handlers.items() if handler}


def test_on_the_web_there_are_two_ways_out():
    assert set(ways_out(settings())) == {"http", "https"}


def test_with_a_replica_there_is_no_other_way_out():
    found = settings(REPLICA="http://127.0.0.1:1", DOWNLOAD_HANDLERS={"ftp": "x.Handler"})
    assert ways_out(found) == {"http": HANDLER, "https": HANDLER}
    assert not found.getbool("HTTPPROXY_ENABLED")
    assert found.getfloat("DOWNLOAD_DELAY") == 0


def test_the_web_is_asked_politely_and_with_certificates_verified():
    found = settings()
    assert found.getfloat("DOWNLOAD_DELAY") >= 1
    assert found.getint("CONCURRENT_REQUESTS_PER_DOMAIN") <= 2
    assert found.getbool("ROBOTSTXT_OBEY")
    assert found.getbool("AUTOTHROTTLE_ENABLED")
    assert found.getbool("DOWNLOAD_VERIFY_CERTIFICATES")


@pytest.mark.parametrize("name", ["TELNETCONSOLE_ENABLED", "REMOTE_CONTROL_ENABLED", "COOKIES_ENABLED"])
def test_what_is_off(name):
    assert not settings().getbool(name)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("EXTENSIONS", "scrapy.extensions.remote_control.RemoteControl"),
        ("DOWNLOADER_MIDDLEWARES", "scrapy.downloadermiddlewares.cookies.CookiesMiddleware"),
    ],
)
def test_what_is_off_is_not_named_and_so_not_imported(kind, name):
    found = settings()
    assert name not in {*found[kind], *found[f"{kind}_BASE"]}


def test_the_user_agent_is_honest_and_names_the_contact():
    assert settings(CONTACT="mailto:me@x.cn")["USER_AGENT"].endswith(" (+mailto:me@x.cn)")
    assert settings(CONTACT="")["USER_AGENT"].startswith("Zhengwen/")
    assert settings(USER_AGENT="mine")["USER_AGENT"] == "mine"
