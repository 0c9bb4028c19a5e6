"""The answer to a request for a list, as a platform gets it."""

from scrapy.http import HtmlResponse, TextResponse

from crawler.bureau import Bureau
from crawler.platforms import ListPage, ListRequest
from crawler.registry import load

BUREAU = load()[0]


def html(text: str, url: str) -> HtmlResponse:
    return HtmlResponse(url, body=text.encode(), encoding="utf-8")


def list_page(response: TextResponse, asked: ListRequest | None = None, bureau: Bureau = BUREAU) -> ListPage:
    return ListPage(response, bureau, asked or ListRequest(response.url))
