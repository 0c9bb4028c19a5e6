"""Cookies of a run: a portal's handshake passes, and no list of public suffixes is fetched to judge them."""

from __future__ import annotations

from scrapy.downloadermiddlewares import cookies
from tldextract import TLDExtract

SUFFIXES = TLDExtract(include_psl_private_domains=True, suffix_list_urls=(), cache_dir=None)
"""Knows the public suffixes by the list that its package brings; Scrapy's own asks the network for a newer one."""

cookies._split_domain = SUFFIXES  # Scrapy has no setting for it


class OfflineCookies(cookies.CookiesMiddleware):
    """Scrapy's middleware of cookies, with `SUFFIXES`."""
