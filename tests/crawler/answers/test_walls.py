"""Walls are known by their marks and labelled; what only bears a mark is no wall."""

import pytest

RUISHU = "<html><head><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=1;</script></head><body></body></html>"
ARTICLE = "本机关依法主动公开政府信息。" * 40


@pytest.mark.parametrize(
    ("label", "status", "headers", "body"),
    [
        ("ruishu", 412, {"Set-Cookie": "FSSBBIl1UgzbN7N80S=a; HttpOnly"}, ""),
        ("ruishu", 412, {}, RUISHU),
        ("ruishu", 202, {}, RUISHU),
        ("ruishu", 200, {}, RUISHU),
        ("jsl", 521, {"Set-Cookie": "__jsluid_h=a; Path=/; HttpOnly"}, ""),
        ("jsl", 521, {}, "<script>document.cookie=('_')+('_')+('j')+('s')+('l');location.href=1</script>"),
        ("geo_block", 403, {"Server": "WZWS"}, "<h1>403</h1>"),
        ("geo_block", 403, {}, "<html><body>403<!-- reason:GeoBL; event_id:0 --></body></html>"),
        ("cdn_block", 403, {"X-Via": "1.1 PShnzz:8 (Cdn Cache Server V2.0)"}, "<h1>Forbidden</h1>"),
        ("cdn_block", 403, {}, "<title>403</title>The request was blocked by the CDN node (Wangsu)."),
        ("cdn_block", 403, {"EO-LOG-UUID": "1"}, "denied"),
        ("cdn_block", 567, {"Server": "TencentEdgeOne"}, ""),
        ("cdn_block", 403, {"Server": "YUNDUN"}, ""),
        ("cdn_block", 405, {}, "<script src='//errors.aliyun.com/error.js'></script>您的访问被阻断"),
        ("cdn_block", 200, {}, "<html><script>document.cookie='EO_Bot_Ssid=1;';location.reload()</script></html>"),
        ("cookie_wall", 200, {}, "<html><script>document.cookie='a=1;path=/';location.reload();</script></html>"),
        ("rate_limited", 429, {"Retry-After": "3600"}, ""),
        ("rate_limited", 200, {}, "<html><body><p>访问过于频繁，请稍后再试</p></body></html>"),
        ("captcha", 403, {}, "<html><title>安全验证</title><body>请完成滑块验证</body></html>"),
        ("forbidden", 403, {"Server": "nginx"}, "<center><h1>403 Forbidden</h1></center><hr>nginx"),
        ("forbidden", 403, {}, ""),
    ],
)
@pytest.mark.parametrize("kind", ["list", "report", "attachment", "robots"])
def test_a_wall_is_blocked_with_its_label(verdict, kind, label, status, headers, body):
    assert verdict(body, kind, status, headers) == ("blocked", label)


@pytest.mark.parametrize(
    "body",
    [
        "<html><head><title>安全验证</title></head><body><form><p>访问过于频繁，请输入验证码后继续访问。</p><input></form></body></html>",
        "<html><head><title>人机验证</title></head><body><div id=c></div><script src=/c.js></script></body></html>",
        "<html><body>请拖动滑块完成验证</body></html>",
        "<html><body><p>为了您的账号安全，请完成以下验证</p><p>向右滑动验证</p></body></html>",
        "<html><title>Just a moment...</title><body>Verify you are human</body></html>",
    ],
)
@pytest.mark.parametrize("kind", ["list", "report", "attachment"])
def test_a_question_for_a_code_instead_of_the_page_is_a_captcha(verdict, kind, body):
    assert verdict(body, kind) == ("blocked", "captcha")


def test_a_form_to_log_in_is_no_report_and_no_file(verdict):
    form = "<html><title>用户登录</title><body><form>用户名<input>密码<input type=password></form></body></html>"
    assert verdict(form) == ("blocked", "forbidden")
    assert verdict(form, "attachment") == ("wrong_type", None)


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"Set-Cookie": "__jsluid_h=a; Path=/; HttpOnly", "X-Via": "1.1 PSfj:3 (Cdn Cache Server V2.0)"}, ARTICLE),
        ({"Server": "YUNDUN", "EO-Cache-Status": "HIT"}, ARTICLE),
        ({}, f"<script>$_ts=window['$_ts'];</script>{ARTICLE}"),
        ({}, f"<script>document.cookie='a=1';if(location.href=='')location.reload();</script>{ARTICLE}"),
        ({}, f"<p>本站由网宿 (Wangsu) 提供加速，云盾防护。</p>{ARTICLE}"),
        ({}, f"{ARTICLE}<p>在线申请须先输入验证码，访问过于频繁时请完成滑块验证。</p>"),
    ],
)
def test_a_page_behind_a_wall_that_let_us_in_is_a_page(verdict, page, headers, body):
    assert verdict(page(body, "工作报告"), "report", 200, headers) == ("ok", None)
    assert verdict(page(body, "工作报告", links=30), "list", 200, headers) == ("ok", None)


def test_a_small_page_whose_script_keeps_a_cookie_and_reads_its_own_address_is_a_page(verdict):
    shell = "<html><body><div id=app></div><script>document.cookie='n=1';var here=location.href;</script></body></html>"
    assert verdict(shell, "shell") == ("ok", None)


def test_a_list_with_a_query_form_that_wants_a_code_is_a_list(verdict, page):
    rows = "<form>查询码<input>请输入验证码<input></form><p>2024-01-19</p>"
    assert verdict(page(rows, "信息公开目录", links=12), "list") == ("ok", None)


@pytest.mark.parametrize("status", [400, 401, 405, 412, 418, 500, 502, 503, 521])
def test_an_error_without_marks_is_an_error(verdict, status):
    assert verdict("<html><body><h1>Error</h1></body></html>", "report", status) == ("http_error", None)
