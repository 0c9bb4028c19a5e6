"""Sitemaps: read plain or packed, and searched for articles of the season first."""

import gzip

import pytest

from crawler.pages import PageError
from crawler.visits import sitemap
from crawler.visits.sitemap import Entry, SitemapPage, candidates, read_sitemap

MAP = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc> http://127.0.0.1/a.html </loc><lastmod>2024-01-12</lastmod></url><url><loc>http://127.0.0.1/b.html</loc></url>
<url><lastmod>2024-01-12</lastmod></url></urlset>"""
INDEX = MAP.replace(b"urlset", b"sitemapindex").replace(b"url>", b"sitemap>")
ENTRIES = (Entry("http://127.0.0.1/a.html", "2024-01-12"), Entry("http://127.0.0.1/b.html", None))


@pytest.mark.parametrize("body", [MAP, gzip.compress(MAP)])
def test_a_sitemap_names_pages(body):
    assert read_sitemap(body) == SitemapPage(False, ENTRIES)


def test_an_index_names_sitemaps():
    assert read_sitemap(INDEX) == SitemapPage(True, ENTRIES)


@pytest.mark.parametrize("body", [b"<html><body>404</body></html>", b"", b"nothing", gzip.compress(MAP)[:40]])
def test_what_is_no_sitemap_is_an_error(body):
    with pytest.raises(PageError, match="no sitemap"):
        read_sitemap(body)


def test_a_sitemap_that_unpacks_without_end_is_not_taken(monkeypatch):
    monkeypatch.setattr(sitemap, "MAX_BYTES", 100)
    with pytest.raises(PageError, match="more than 100 bytes"):
        read_sitemap(gzip.compress(MAP))


def test_articles_of_the_season_come_first():
    def article_id(url: str) -> str:
        return url.rpartition("_")[2] if "_" in url else url

    season, summer, undated, page = (
        Entry("/t_1.html", "2024-01-12T08:00:00+08:00"),
        Entry("/t_2.html", "2024-07-01"),
        Entry("/t_3.html", None),
        Entry("/about.html", "2024-01-13"),
    )
    found = candidates([page, undated, summer, season], article_id, 3)
    assert found == [season, summer, undated]
