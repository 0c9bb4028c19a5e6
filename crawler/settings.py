"""Scrapy's settings for a run: slow, single-file, bounded, and honest about who asks."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from crawler.registry import Bureau

CONTACT_SETTING = "GONGKAI_CONTACT"
"""Environment variable with the mail or web address of whoever answers for the requests."""

MEGABYTE = 1024 * 1024


def user_agent() -> str:
    """Names the crawler and, from the environment, whom to ask about it."""
    contact = os.environ.get(CONTACT_SETTING, "").strip()
    return f"gongkai/0.1 (annual disclosure reports; {contact})" if contact else "gongkai/0.1"


def settings(bureaus: Iterable[Bureau], log_level: str) -> dict[str, Any]:
    """Settings of one process; only what differs from Scrapy's own."""
    return {
        "USER_AGENT": user_agent(),
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/json,*/*;q=0.8",
            "Accept-Language": "zh-CN,zh;q=0.9",
        },
        "ROBOTSTXT_USER_AGENT": "gongkai",
        "ROBOTSTXT_OBEY": True,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": 2.0,
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_START_DELAY": 3.0,
        "AUTOTHROTTLE_MAX_DELAY": 60.0,
        "AUTOTHROTTLE_TARGET_CONCURRENCY": 1.0,
        "DOWNLOAD_SLOTS": _own_pace(bureaus),
        "SCHEDULER_PRIORITY_QUEUE": "scrapy.pqueues.DownloaderAwarePriorityQueue",
        "DOWNLOAD_TIMEOUT": 60,
        "DOWNLOAD_MAXSIZE": 50 * MEGABYTE,
        "DOWNLOAD_WARNSIZE": 0,
        "REDIRECT_MAX_TIMES": 5,
        "METAREFRESH_ENABLED": False,
        "RETRY_TIMES": 3,
        "RETRY_BACKOFF_SECONDS": 5.0,
        # 429 is a request to stay away, not to try again: it is recorded and left alone
        "RETRY_HTTP_CODES": [500, 502, 503, 504, 522, 524, 408],
        "RETRY_GIVE_UP_LOG_LEVEL": "WARNING",
        "TWISTED_DNS_RESOLVER": "crawler.hosts.PublicResolver",
        "ITEM_PIPELINES": {"crawler.pipelines.LandingPipeline": 100},
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
            "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": 940,
            "crawler.middlewares.HostsMiddleware": 50,
            "crawler.manners.CarefulRobots": 100,
            "crawler.manners.PatientRetry": 550,
            "crawler.middlewares.ArchiveMiddleware": 930,
        },
        "TELNETCONSOLE_ENABLED": False,
        "LOG_LEVEL": log_level,
        "LOGSTATS_INTERVAL": 0,
    }


def _own_pace(bureaus: Iterable[Bureau]) -> dict[str, dict[str, float]]:
    """Hosts whose registry row states a delay of its own (practice portals: 0 seconds)."""
    return {
        urlsplit(bureau.base_url).hostname or "": {
            "delay": float(bureau.portal["download_delay"]),
            "concurrency": 1,
            "jitter": 0,
        }
        for bureau in bureaus
        if "download_delay" in bureau.portal
    }
