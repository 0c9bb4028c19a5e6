"""A cookie is judged by the list of public suffixes at hand; nothing is asked of the network for it."""

import socket

import pytest
from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from crawler.cookies import OfflineCookies
from crawler.settings import MIDDLEWARES


@pytest.fixture(name="cookies")
def _cookies(monkeypatch):
    def refused(*arguments):
        pytest.fail(f"{arguments} was looked up")

    monkeypatch.setattr(socket, "getaddrinfo", refused)
    monkeypatch.setattr(socket.socket, "connect", refused)
    return OfflineCookies.from_crawler(get_crawler(Spider))


@pytest.mark.parametrize(("domain", "sent"), [(".example.gov.cn", b"a=1"), (".gov.cn", None), (".com.cn", None)])
def test_a_cookie_of_a_domain_comes_back_unless_the_domain_is_everybodys(cookies, domain, sent):
    page = Request("http://rsj.example.gov.cn/")
    cookies.process_response(page, Response(page.url, headers={"Set-Cookie": f"a=1; Domain={domain}; Path=/"}))
    again = Request(page.url)
    cookies.process_request(again)
    assert again.headers.get("Cookie") == sent


def test_a_run_takes_these_cookies_and_not_scrapys():
    assert MIDDLEWARES["scrapy.downloadermiddlewares.cookies.CookiesMiddleware"] is None
    assert MIDDLEWARES["crawler.cookies.OfflineCookies"] == 700
