"""A page is read in the charset of its bytes, whatever it says of itself."""

import pytest
from scrapy.http import HtmlResponse, Response

from crawler.charset import in_its_charset

TEXT = "<html><head>{meta}</head><body>某市人力资源和社会保障局2023年政府信息公开工作年度报告，本机关主动公开政府信息。</body></html>"


def read(charset: str, header: str = "", meta: str = "") -> str:
    said = f"text/html; charset={header}" if header else "text/html"
    body = TEXT.format(meta=f"<meta charset={meta}>" if meta else "").encode(charset)
    response = in_its_charset(HtmlResponse("http://127.0.0.1/", headers={"Content-Type": said}, body=body))
    assert isinstance(response, HtmlResponse)
    return response.text


@pytest.mark.parametrize("charset", ["utf-8", "gbk", "gb18030"])
@pytest.mark.parametrize("header", ["", "utf-8", "gbk", "gb2312", "iso-8859-1", "nonsense"])
@pytest.mark.parametrize("meta", ["", "utf-8", "gb2312"])
def test_a_page_is_read_whatever_it_says(charset, header, meta):
    assert "人力资源和社会保障局2023年政府信息公开工作年度报告" in read(charset, header, meta)


def test_a_few_broken_characters_do_not_change_the_charset():
    body = TEXT.format(meta="").encode() * 10 + "公".encode()[:2]
    response = HtmlResponse("http://127.0.0.1/", headers={"Content-Type": "text/html; charset=utf-8"}, body=body)
    assert in_its_charset(response) is response


def test_a_page_that_is_read_as_it_says_is_left_as_it_is():
    page = HtmlResponse("http://127.0.0.1/", body=TEXT.encode("big5", "ignore"), encoding="big5")
    assert in_its_charset(page) is page
    file = Response("http://127.0.0.1/a.pdf", body=b"%PDF-1.7\xff\xfe")
    assert in_its_charset(file) is file
