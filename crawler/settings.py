"""Scrapy's settings for a run: slow, single-file, bounded, and honest about who asks."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from crawler.browser import settings as browser_settings
from crawler.platforms import PLATFORMS
from crawler.politeness.robots import AGENT
from crawler.politeness.rules import USUAL, limits_by_host
from crawler.registry import Bureau

MEGABYTE = 1024 * 1024


def user_agent(contact: str = "") -> str:
    """Names the crawler and whom to ask about it: a mail or web address of whoever answers for the requests."""
    contact = contact.strip()
    return f"{AGENT}/0.1 (annual disclosure reports; {contact})" if contact else f"{AGENT}/0.1"


def settings(
    bureaus: Iterable[Bureau], log_level: str, *, contact: str = "", chromium: Path | None = None
) -> dict[str, Any]:
    """Settings of one process; only what differs from Scrapy's own."""
    rows = tuple(bureaus)
    return {
        "USER_AGENT": user_agent(contact),
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/json,*/*;q=0.8",
            "Accept-Language": "zh-CN,zh;q=0.9",
        },
        "DOWNLOADER_MIDDLEWARES": MIDDLEWARES,
        "EXTENSIONS": dict.fromkeys(UNUSED_EXTENSIONS),
        "STATS_CLASS": "scrapy.statscollectors.DummyStatsCollector",
        "LOG_LEVEL": log_level,
        **_pace(rows),
        **_limits(),
        **_sending(rows, user_agent(contact), chromium),
    }


MIDDLEWARES: dict[str, int | None] = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
    "crawler.middlewares.AnswerMiddleware": 40,
    "crawler.middlewares.HostsMiddleware": 50,
    "crawler.politeness.middlewares.RobotsMiddleware": 100,
    "crawler.politeness.retry.PatientRetry": 550,
    "crawler.middlewares.PageRedirects": 580,
    "crawler.cookies.OfflineCookies": 700,
    "crawler.politeness.middlewares.WallsMiddleware": 920,
    "crawler.middlewares.ArchiveMiddleware": 930,
    "crawler.politeness.middlewares.HoldsMiddleware": 935,
    "crawler.middlewares.Decompression": 940,
}
"""From the spiders (low) to the network (high). Whether a host is registered is asked before anything else, its robots.txt
next. The archive sees each answer unpacked, before any other; what it knows is given although a host is on hold. Bad
answers become errors at the very end, when retries and redirects are over. Of Scrapy's own, seven have one of ours in their
place. No portal has a password or is asked through a proxy, and nobody reads the numbers."""

UNUSED_EXTENSIONS = (
    "scrapy.extensions.closespider.CloseSpider",
    "scrapy.extensions.corestats.CoreStats",
    "scrapy.extensions.feedexport.FeedExporter",
    "scrapy.extensions.logcount.LogCount",
    "scrapy.extensions.logstats.LogStats",
    "scrapy.extensions.memdebug.MemoryDebugger",
    "scrapy.extensions.remote_control.RemoteControl",
    "scrapy.extensions.spiderstate.SpiderState",
    "scrapy.extensions.telnet.TelnetConsole",
)
"""They count what the capture log says better, keep what the archive keeps, or let others in. What a process may take of
memory and `AutoThrottle` remain."""


def _pace(bureaus: Iterable[Bureau]) -> dict[str, Any]:
    """Many hosts at a time, one request at a time to each; what a slot grants, a turn may still refuse."""
    return {
        "CONCURRENT_REQUESTS": 64,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "SCHEDULER_PRIORITY_QUEUE": "crawler.host_queue.HostQueue",
        "DOWNLOAD_DELAY": USUAL.delay,
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_START_DELAY": USUAL.delay,
        "AUTOTHROTTLE_MAX_DELAY": 60.0,
        "AUTOTHROTTLE_TARGET_CONCURRENCY": 1.0,
        "DOWNLOAD_SLOTS": {
            host: {"delay": limits.delay, "concurrency": 1, "jitter": 0}
            for host, limits in limits_by_host(bureaus).items()
            if limits.delay != USUAL.delay
        },
        # with the first attempt as many as make a refusal of failures in a row
        "RETRY_TIMES": 2,
        "RETRY_BACKOFF_SECONDS": 5.0,
        "RETRY_HTTP_CODES": [408, 429, 500, 502, 503, 504, 522, 524],
        "RETRY_GIVE_UP_LOG_LEVEL": "WARNING",
    }


def _limits() -> dict[str, Any]:
    """``DOWNLOAD_MAXSIZE`` bounds what is decompressed, too."""
    return {
        "DOWNLOAD_TIMEOUT": 60,
        "DOWNLOAD_MAXSIZE": 50 * MEGABYTE,
        "DOWNLOAD_WARNSIZE": 0,
        "REDIRECT_MAX_TIMES": 5,
        "MEMUSAGE_LIMIT_MB": 4096,
    }


def _sending(bureaus: Iterable[Bureau], agent: str, chromium: Path | None) -> dict[str, Any]:
    """A browser only if a registry row asks for one."""
    needs_browser = any(PLATFORMS[bureau.platform].needs_browser for bureau in bureaus)
    return {
        "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), "crawler.politeness.handler.PoliteHandler"),
        "SENDING_HANDLER": "crawler.http_limits.BoundedHandler",
        "BROWSER_HANDLER": "crawler.browser.handler.BrowserHandler" if needs_browser else None,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "TWISTED_DNS_RESOLVER": "crawler.hosts.PublicResolver",
        **(browser_settings(agent, chromium) if needs_browser else {}),
    }
