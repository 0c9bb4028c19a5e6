"""A redirect is followed to the page, and stopped where it leads anywhere else."""

import pytest

ARTICLE = "http://rsj.example.gov.cn/zwgk/gknb/t1.html"
LIST = "http://rsj.example.gov.cn/?a=path&d=19"
COOKIE = {"Set-Cookie": "CT6T=1; Path=/"}


@pytest.fixture(name="sent")
def _sent(verdict):
    def sent(url, target, *before, status=302, kind="report", **headers):
        return verdict("", kind, status, {"Location": target, **headers}, url, before)

    return sent


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "target",
    ["https://rsj.example.gov.cn/zwgk/gknb/t1.html", "/new/t1.html", "t2.html", "/content/4041234.html", "/zwgk/gknb/"],
)
def test_a_redirect_to_another_page_is_followed(sent, status, target):
    assert sent(ARTICLE, target, status=status) == ("ok", None)


@pytest.mark.parametrize("target", ["/", "/index.html", "/index.jsp", "https://rsj.example.gov.cn", "/default.aspx"])
def test_an_article_that_sends_to_the_home_page_is_not_there(sent, target):
    assert sent(ARTICLE, target) == ("soft_404", None)
    assert sent(ARTICLE, target, kind="attachment") == ("soft_404", None)
    assert sent(LIST, target, kind="list") == ("soft_404", None)


@pytest.mark.parametrize("target", ["http://10.0.0.1/", "http://www.mirror.example/", "https://www.gov.cn/"])
def test_the_home_page_of_another_site_is_not_this_ones(sent, target):
    assert sent(ARTICLE, target) == ("ok", None), "whether it may be asked is the registry's to say"


def test_the_home_page_of_the_city_is_not_the_article_either(sent):
    assert sent(ARTICLE, "https://www.example.gov.cn/") == ("soft_404", None)


def test_a_home_page_that_was_asked_for_is_no_substitute(sent):
    assert sent("http://rsj.example.gov.cn/", "https://rsj.example.gov.cn/index.html", kind="list") == ("ok", None)
    assert sent(LIST, LIST.replace("http:", "https:"), kind="list") == ("ok", None)
    assert sent("http://rsj.example.gov.cn/robots.txt", "/", kind="robots") == ("ok", None)


def test_a_home_page_reached_in_two_hops_is_no_article(verdict, page):
    home = page("主动公开。" * 100, "某市人力资源和社会保障局")
    assert verdict(home, url="http://rsj.example.gov.cn/", redirected_from=(ARTICLE,)) == ("soft_404", None)
    assert verdict(home, "list", url="http://rsj.example.gov.cn/") == ("ok", None)


@pytest.mark.parametrize(
    "target", ["/404.html", "/error.jsp", "/404/", "/err404.html", "/errorpage/404.htm", "/notfound"]
)
def test_an_address_that_says_not_here(sent, target):
    assert sent(ARTICLE, target) == ("soft_404", None)


@pytest.mark.parametrize("target", ["/captcha", "/waf/verify.html", "/validateCode.jsp"])
def test_an_address_that_asks_for_a_code(sent, target):
    assert sent(ARTICLE, target) == ("blocked", "captcha")


def test_a_handshake_of_cookies_is_followed_twice_and_then_a_wall(sent):
    assert sent(ARTICLE, ARTICLE, **COOKIE) == ("ok", None)
    assert sent(ARTICLE, ARTICLE, ARTICLE, **COOKIE) == ("ok", None)
    assert sent(ARTICLE, ARTICLE, ARTICLE, ARTICLE, **COOKIE) == ("blocked", "cookie_wall")


def test_a_handshake_over_another_address_is_one_too(sent):
    gate = "http://rsj.example.gov.cn/gate"
    assert sent(gate, ARTICLE, ARTICLE, **COOKIE) == ("ok", None)
    assert sent(gate, ARTICLE, ARTICLE, gate, ARTICLE, gate, ARTICLE, **COOKIE) == ("blocked", "cookie_wall")


def test_a_circle_is_a_failure(sent):
    other = "http://rsj.example.gov.cn/other.html"
    assert sent(ARTICLE, ARTICLE) == ("failed", "redirect_loop")
    assert sent(ARTICLE, ARTICLE + "#top") == ("failed", "redirect_loop")
    assert sent(other, ARTICLE, ARTICLE) == ("failed", "redirect_loop")


def test_the_sixth_hop_is_one_too_many(sent):
    hops = [f"http://rsj.example.gov.cn/hop/{number}" for number in range(7)]
    assert sent(hops[4], hops[5], *hops[:4]) == ("ok", None)
    assert sent(hops[5], hops[6], *hops[:5]) == ("failed", "too_many_redirects")


@pytest.mark.parametrize("target", ["file:///etc/hostname", "javascript:history.back()", "http://[::1", "ftp://a/b"])
def test_a_redirect_out_of_the_web_is_a_failure(sent, target):
    assert sent(ARTICLE, target) == ("failed", "other")


def test_a_redirect_without_an_address_is_an_error(verdict):
    assert verdict("", status=302) == ("http_error", None)
