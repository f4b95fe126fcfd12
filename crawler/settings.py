"""Only what differs from Scrapy's defaults, each with its reason. `-s NAME=VALUE` overrides any of them."""

import os
from pathlib import Path

from scrapy.settings import default_settings

from crawler import startup
from storage.revisit import MISSING_APART  # the rule alone: no database is loaded

# The first code of ours that runs.
startup.prepare()

ROOT = Path(__file__).resolve().parent.parent

# --- Zhengwen's own -------------------------------------------------------------------------------

#: The store. The file lies beside scrapy.cfg unless the environment or `-s` names another.
DATABASE_URL = os.environ.get("DATABASE_URL") or f"sqlite:///{ROOT / 'articles.db'}"
#: The demo's store: a store holds either the web's articles or the replica's invented ones.
DEMO_DATABASE_URL = os.environ.get("DATABASE_URL") or f"sqlite:///{ROOT / 'demo.db'}"
#: The replica to crawl instead of the web, such as `http://127.0.0.1:8000`.
REPLICA = None
#: Real addresses of portals whose file has only a reserved one: {"puyang": "https://…"}.
PORTAL_HOMES: dict[str, str] = {}
#: Proxies of portals whose sites can be reached from some places only: {"hxw": "http://USER:PASSWORD@HOST:PORT"}.
PROXIES = os.environ.get("PROXIES") or "{}"
#: Networks that may be crawled although they are not public, such as ["10.20.0.0/16"].
PRIVATE_NETWORKS: list[str] = []
#: Whom a site's owner can write to; shown in the User-Agent.
CONTACT = os.environ.get("CONTACT", "")
#: A second 404 tells "gone" only if it comes so many seconds after the first: a site in maintenance
#: answers so too. At 0 the second question is put at the end of the same run.
GONE_APART = int(MISSING_APART.total_seconds())
#: So many portals are crawled at once in one process; each has a downloader of its own.
PORTALS_AT_ONCE = 8
#: Whom `scrapy status` tells when something is wrong: addresses as Apprise writes them, with blanks between them.
ALERTS = os.environ.get("ALERTS", "")
#: What a browser must show to `scrapy desk`, where others than this machine may ask it.
DESK_TOKEN = os.environ.get("DESK_TOKEN", "")
#: Where `scrapy snapshot` saves test cases. What is no page of the replica is others': don't publish it.
CASES = str(ROOT / "tests" / "crawler" / "cases")
#: Off: pages are cleaned as if no portal had a layout, declared or learned.
LAYOUTS = True
#: Off: no layout is learned from a portal's own pages, and those that were are not used.
LEARN_LAYOUTS = True
#: Off: sites are explored as if no platform was known.
PLATFORMS = True

# --- the project ----------------------------------------------------------------------------------

BOT_NAME = "zhengwen"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
COMMANDS_MODULE = "crawler.commands"
# Scrapy's loader gives up on all spiders when one file is broken.
SPIDER_LOADER_CLASS = "crawler.registry.PortalLoader"
# Derived settings: the User-Agent with its contact, and the replica as the only way out.
ADDONS = {"crawler.addons.Identity": 100, "crawler.addons.Replica": 200}
EXTENSIONS = {
    "crawler.extensions.RunKeeper": 0,
    # Ours is AutoThrottle, and knows Crawl-delay and pauses as well.
    "scrapy.extensions.throttle.AutoThrottle": None,
    "crawler.throttle.Throttle": 0,
    "crawler.backoff.Backoff": 0,
}
# Without what is off anyhow (below) and takes long to import, 0.1 and 0.04 seconds: what EXTENSIONS names is imported,
# also to be left out. So `-s` can't switch these two on.
_UNUSED = (
    "scrapy.extensions.remote_control.RemoteControl",
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware",
)
EXTENSIONS_BASE, DOWNLOADER_MIDDLEWARES_BASE = (
    {name: order for name, order in known.items() if name not in _UNUSED}
    for known in (default_settings.EXTENSIONS_BASE, default_settings.DOWNLOADER_MIDDLEWARES_BASE)
)
ITEM_PIPELINES = {"crawler.pipelines.Cleaning": 100}
DOWNLOADER_MIDDLEWARES = {
    # Ours also refuses what Scrapy itself asks for, such as a robots.txt that leads to another host.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "crawler.own_hosts.OwnHosts": 50,
    # Ours tells a ban by robots.txt from the other reasons to ignore a request.
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.robots.Robots": 100,
    # Ours takes no body that breaks off.
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.decompression.Decompression": 590,
    # Ours knows a proxy for each portal.
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,
    "crawler.proxies.PortalProxy": 750,
}

# --- manners --------------------------------------------------------------------------------------

ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "Zhengwen"
# These are small public servers: about one request a second (half of it more or less), two while one is slow.
DOWNLOAD_DELAY = 1.0
CONCURRENT_REQUESTS_PER_DOMAIN = 2
# A page gives one item at most. For each page Scrapy starts as many tasks as this says, 100 by default.
CONCURRENT_ITEMS = 1
# A portal has one or a few hosts and a downloader of its own: more would only queue, and delay a stop.
CONCURRENT_REQUESTS = 2
# The slower a host answers, the slower it is asked: so many seconds between two requests at most.
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_MAX_DELAY = 60
#: A Crawl-delay of robots.txt is kept up to so many seconds: a day between two requests would be a ban by mistake.
CRAWL_DELAY_MAX = 60
#: The pause of a host after its first refusal (429, 503, a challenge), in seconds; each further one is twice as long.
BACKOFF_START = 30
#: The longest pause; a host that asks for a longer one ends the run.
BACKOFF_MAX = 600
#: So many answers 429 or 503, challenges, or tries without any answer end a run, without a good answer in between.
BUSY_LIMIT = 5
CHALLENGE_LIMIT = 3
SILENCE_LIMIT = 10
#: A portal that ended a run by challenges is left alone for so many seconds; also the most that Retry-After is obeyed.
#: 0 crawls a portal that is left alone all the same.
LEFT_ALONE = 24 * 3600
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5",
    "Accept-Language": "zh-CN,zh;q=0.9",
}

# --- safety: what is fetched is hostile -----------------------------------------------------------

# A portal's file may make an exception for its own site, with the reason (``tls``).
DOWNLOAD_VERIFY_CERTIFICATES = True
OLD_TLS = False
# Only public addresses are talked to. No portal needs the other schemes: a link could reach the machine's own files.
DOWNLOAD_HANDLERS: dict[str, str | None] = {
    **dict.fromkeys(("http", "https"), "crawler.guard.PublicHandler"),
    **dict.fromkeys(("data", "file", "ftp", "s3")),
}
# A list or an article is far below; an endless body ends here.
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
# Beyond so many bytes in flight nothing more is asked. Pages that wait to be written together are in flight, too.
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 16 * 1024 * 1024
#: An attached document, in bytes (`attachments = True` in a portal's file).
ATTACHMENT_MAXSIZE = 32 * 1024 * 1024
DOWNLOAD_TIMEOUT = 60
# Both open a port that takes Python code.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
# A portal's pages need no session, and a cookie could change what is shown.
COOKIES_ENABLED = False

# --- every address comes back with an end ---------------------------------------------------------

# Passing faults are tried twice more at once; what still fails is due again by the store's times.
RETRY_TIMES = 2
# The end and its reason are kept with the address: no need to shout as well.
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"
# Every status is an end that the spider records.
HTTPERROR_ALLOW_ALL = True
# Over-long addresses are excluded with a reason; Scrapy would drop them without a word.
URLLENGTH_LIMIT = 0
# A refresh in a page's head is part of the page; a hop it hides would end nowhere.
METAREFRESH_ENABLED = False

# --- output ---------------------------------------------------------------------------------------

# The progress and the report are the output; the log is for what is wrong.
LOG_LEVEL = "WARNING"
