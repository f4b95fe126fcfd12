"""Settings that follow from other settings."""

from scrapy.settings import Settings

from crawler import __version__

HANDLER = "crawler.replica.handler.ReplicaHandler"


class Identity:
    """An honest User-Agent: who asks, and whom to write to."""

    def update_settings(self, settings: Settings) -> None:
        """Build USER_AGENT from the version and CONTACT; one that was set by hand stays."""
        contact = settings.get("CONTACT")
        agent = f"Zhengwen/{__version__}" + (f" (+{contact})" if contact else "")
        settings.set("USER_AGENT", agent, priority="addon")


class Replica:
    """With REPLICA, all requests go to that loopback server, and nothing else can get out."""

    def update_settings(self, settings: Settings) -> None:
        """Replace every way out; a server of our own needs no delay."""
        if not settings.get("REPLICA"):
            return
        schemes = dict.fromkeys(settings.getwithbase("DOWNLOAD_HANDLERS"))
        settings.set("DOWNLOAD_HANDLERS", schemes | {"http": HANDLER, "https": HANDLER}, priority="cmdline")
        settings.set("HTTPPROXY_ENABLED", False, priority="cmdline")
        settings.set("DOWNLOAD_DELAY", 0, priority="spider")
        settings.set("CRAWL_DELAY_MAX", 0, priority="spider")
        settings.set("GONE_APART", 0, priority="spider")  # it is never in maintenance
        settings.set("CONCURRENT_REQUESTS", 8, priority="spider")
        settings.set("CONCURRENT_REQUESTS_PER_DOMAIN", 8, priority="spider")
