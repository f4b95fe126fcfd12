"""What a portal's file declares of manners and of TLS, as Scrapy's settings."""

from typing import Any

from scrapy.settings import BaseSettings


def declare(portal: Any, settings: BaseSettings) -> None:
    """Set what a portal's class declares; what the command line says stands before it."""
    # Pauses hang on it. DOWNLOAD_DELAY=0 leaves the rest of it out.
    settings.set("AUTOTHROTTLE_ENABLED", True, priority="cmdline")
    if portal.delay is not None:
        settings.set("DOWNLOAD_DELAY", portal.delay, priority="spider")
    if portal.concurrency is not None:
        settings.set("CONCURRENT_REQUESTS", portal.concurrency, priority="spider")
        settings.set("CONCURRENT_REQUESTS_PER_DOMAIN", portal.concurrency, priority="spider")
    if "old protocol" in portal.tls:
        settings.set("OLD_TLS", True, priority="spider")
        settings.set("DOWNLOAD_TLS_MIN_VERSION", "TLSv1.0", priority="spider")
    if "bad certificate" in portal.tls:
        settings.set("DOWNLOAD_VERIFY_CERTIFICATES", False, priority="spider")
