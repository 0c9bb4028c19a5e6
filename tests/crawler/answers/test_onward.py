"""A page that does nothing but send on is a redirect; a page that is there to be read is none, whatever it does later."""

import pytest

from crawler.answers import led_on
from crawler.answers.redirects import MAX_HOPS

HERE = "http://rsj.example.gov.cn/zwgk/gknb/index.html"
THERE = "http://rsj.example.gov.cn/zwgk/gknb/real.html"
TEXT = "本机关依法主动公开政府信息。" * 60


def meta(content: str, text: str = "") -> str:
    return f'<html><head><meta http-equiv="refresh" content="{content}"></head><body>{text}</body></html>'


def script(text: str, body: str = "") -> str:
    return f"<html><head><script type='text/javascript'>{text}</script></head><body>{body}</body></html>"


@pytest.fixture(name="sent")
def _sent(verdict):
    def sent(body, *before, kind="report", url=HERE, **headers):
        return verdict(body, kind, 200, headers, url, before)

    return sent


REFRESHES = [
    meta("0;url=real.html"),
    meta("0; URL='real.html'"),
    meta("3,real.html"),
    meta(" 5 ; url = /zwgk/gknb/real.html "),
    meta(f"0;url={THERE}"),
    meta("2;url=real.html", "<p>页面正在跳转，请稍候……</p><a href=real.html>点击这里进入年报专栏</a>"),
    meta("0;url=real.html", "<title>网站改版</title>本网站已改版，正在跳转，请稍候"),
    meta("0;url=real.html", "主动公开、依申请公开" * 50),
    "<META CONTENT=0;URL=real.html HTTP-EQUIV=Refresh>",
    '<?xml version="1.0" encoding="utf-8"?><html><head><meta http-equiv="refresh" content="0;url=real.html"/></head></html>',
    '<html><head><base href="/zwgk/gknb/"><meta http-equiv="refresh" content="0;url=real.html"></head></html>',
]
SCRIPTS = [
    script('location.href = "real.html";'),
    script("window.location='real.html'"),
    script("<!--\n// 跳转\ntop.location.replace('real.html');\n//-->"),
    script('self.location = "http:\\/\\/rsj.example.gov.cn\\/zwgk\\/gknb\\/real.html"'),
    script("alert('栏目已迁移');document.location.assign('real.html');"),
    script("setTimeout(function(){ window.location.href = 'real.html'; }, 3000);", "3秒后自动跳转"),
    script("setTimeout(\"location.href='real.html'\", 1000)"),
    script("setTimeout(() => location.assign('real.html'), 0)"),
    script("window.onload = function () { parent.location.href = 'real.html' }"),
    "<html><body onload=\"location.href='real.html'\"></body></html>",
    script("location.href='real.html'") + script("var hits = count();"),
]


@pytest.mark.parametrize("body", REFRESHES)
@pytest.mark.parametrize("kind", ["list", "shell", "report", "attachment"])
def test_a_meta_refresh_to_another_page_is_followed(sent, kind, body):
    assert sent(body, kind=kind) == ("ok", "meta_refresh")
    assert led_on(kind, HERE, body.encode()).url == THERE


@pytest.mark.parametrize("body", SCRIPTS)
@pytest.mark.parametrize("kind", ["list", "report", "attachment"])
def test_a_script_that_only_sends_on_is_followed(sent, kind, body):
    assert sent(body, kind=kind) == ("ok", "script")
    assert led_on(kind, HERE, body.encode()).url == THERE


@pytest.mark.parametrize(
    "text",
    [
        'var to = "real.html"; location.href = to;',
        'location.href = "re" + "al.html";',
        'location.href = "real.html?t=" + new Date().getTime();',
        'if (top == self) { location.href = "real.html"; }',
        'function go() { location.href = "real.html"; } go();',
        'function go() { location.href = "real.html"; }',
        "eval(unescape('%6c'));location.href='real.html'",
        'location.href = "\\x72eal.html";',
        'location.href = "#/real";',
        "setTimeout('location.href=\"real.html\"', 600000)",
    ],
)
def test_a_script_that_would_have_to_be_run_is_not_followed(sent, text):
    assert led_on("report", HERE, script(text).encode()) is None
    assert sent(script(text)) == ("empty", None)


@pytest.mark.parametrize(
    "body",
    [
        script("var to = 'real.html'; location.href = to;"),
        script("function go() { window.location.href = 'real.html'; }", "正在跳转"),
        script("window.navigate('real.html');"),
        script("window['location']['href'] = 'real.html';"),
    ],
)
def test_a_list_that_is_nothing_but_a_script_that_leads_on_is_empty(sent, body):
    assert sent(body, kind="list") == ("empty", "script")


@pytest.mark.parametrize(
    "body",
    [
        script("var here = location.href;", "<a href='a.html'>2023年政府信息公开工作年度报告</a>"),
        script("var here = location.href;", "<iframe src='list.html'></iframe>"),
        script("var here = location.href;", "主动公开、依申请公开" * 10),
        script("var here = location.href;" + "var rows = [];" * 500),
        script("var rows = [];"),
    ],
)
def test_a_list_that_may_hold_rows_is_none_of_those(sent, body):
    assert sent(body, kind="list") == ("ok", None)


def test_a_refresh_that_a_template_has_left_empty_does_not_hide_the_one_behind_it(sent):
    assert sent(meta("0;url=") + meta("0;url=real.html")) == ("ok", "meta_refresh")


def test_two_scripts_of_two_minds_are_not_followed(sent):
    assert sent(script("location.href='a.html'") + script("location.href='b.html'")) == ("empty", None)


@pytest.mark.parametrize(
    "body",
    [
        "<html><head><noscript><meta http-equiv='refresh' content='0;url=nojs.html'></noscript></head><body></body></html>",
        "<html><head><!-- <meta http-equiv='refresh' content='0;url=old.html'> --></head><body></body></html>",
        meta("600;url=real.html"),
        meta("0;url=real.html").replace("refresh", "x-refresh"),
    ],
)
def test_what_no_reader_is_sent_on_by_is_no_redirect(sent, body):
    assert sent(body) == ("empty", None)


@pytest.mark.parametrize(
    "body",
    [
        meta("5", TEXT),
        meta("0;url=index.html", TEXT),
        meta(
            f"30;url={HERE}",
            "<a href=t1.html>某局2023年政府信息公开工作年度报告</a> 2024-01-30 本页自动刷新，共1条，第1页",
        ),
        meta("0;url=real.html", TEXT),
        meta("10;url=real.html", "主动公开、依申请公开" * 50),
        script("location.href = 'real.html'", TEXT),
        script("location.href = 'real.html'", "主动公开、依申请公开" * 50),
    ],
)
@pytest.mark.parametrize("kind", ["list", "report"])
def test_a_page_to_be_read_is_content_whatever_it_does_then(sent, kind, body):
    assert sent(body, kind=kind) == ("ok", None)
    assert led_on(kind, HERE, body.encode()) is None


@pytest.mark.parametrize("kind", ["robots", "sitemap"])
def test_a_page_for_people_is_no_way_to_a_file_for_machines(sent, kind):
    assert sent(REFRESHES[0], kind=kind) == ("wrong_type", None)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (script("location.href = 'index.html';"), {}),
        (script(f"setTimeout(\"location.replace('{HERE}')\", 500)", "请稍候"), {}),
        (meta("0"), {"Set-Cookie": "pass=1"}),
        (meta("1;url=index.html") + "<script>document.cookie = 'pass=' + (3 + 4)</script>", {}),
        (script("document.cookie = 'pass=1'") + script("location.href = 'real.html'"), {}),
    ],
)
@pytest.mark.parametrize("kind", ["list", "report", "attachment"])
def test_a_page_that_asks_for_itself_again_is_a_wall(sent, kind, body, headers):
    assert sent(body, kind=kind, **headers) == ("blocked", "cookie_wall")


def test_pages_that_send_to_each_other_come_to_an_end(sent):
    assert sent(meta("0;url=real.html"), THERE) == ("failed", "redirect_loop")
    assert sent(script("location.href='real.html'"), THERE, **{"Set-Cookie": "pass=2"}) == ("blocked", "cookie_wall")
    assert sent(meta("0")) == ("failed", "redirect_loop")


def test_hops_of_pages_and_of_the_status_line_share_one_bound(sent):
    before = [f"http://rsj.example.gov.cn/{hop}.html" for hop in range(MAX_HOPS)]
    assert sent(meta("0;url=real.html"), *before[:-1]) == ("ok", "meta_refresh")
    assert sent(meta("0;url=real.html"), *before) == ("failed", "too_many_redirects")


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("/", ("soft_404", None)),
        ("/404.html", ("soft_404", None)),
        ("/verify.jsp", ("blocked", "captcha")),
        ("javascript:void(0)", ("failed", "other")),
        ("file:///etc/hostname", ("failed", "other")),
        ("http://10.0.0.1/", ("ok", "meta_refresh")),
    ],
)
def test_a_page_is_sent_where_a_redirect_may_lead_and_nowhere_else(sent, target, found):
    assert sent(meta(f"0;url={target}")) == found, "whether a host may be asked is the registry's to say"


@pytest.mark.parametrize("size", [1_000, 200_000])
def test_a_page_of_nothing_but_beginnings_is_read_in_time(sent, size):
    for body in ("<meta http-equiv=refresh content=" * (size // 30), script("location" * (size // 8)), "<div>" * size):
        assert sent(body)[0] in ("ok", "empty", "truncated")
