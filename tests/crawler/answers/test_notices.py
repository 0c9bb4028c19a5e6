"""Pages that say, with status 200, that they are not the page; and pages that only mention such things."""

import pytest

REPORT_TITLE = "某市人力资源和社会保障局2023年政府信息公开工作年度报告"
PROSE = "本机关通过网站主动公开政府信息，办理申请，答复及时。" * 30

NOT_HERE = [
    "非法请求 404！",
    '{"code": 404, "msg": "非法请求 404！"}',
    "<html><head><title>404</title></head><body><p>您访问的页面不存在或已被删除。</p></body></html>",
    "<html><head><title>提示信息</title></head><body><p>抱歉，您访问的页面不存在。</p><a href=/>返回首页</a></body></html>",
    "<html><head><title>页面不存在-某市人民政府</title></head><body></body></html>",
    "<html><body><h1>Not Found</h1><p>The requested URL /a was not found on this server.</p></body></html>",
    "<html><head><title>404 Not Found</title></head><body><center><h1>404 Not Found</h1></center>nginx</body></html>",
    "<html><body><div>对不起，该信息已被删除！</div></body></html>",
    "<html><body>很抱歉，您要访问的页面暂时无法找到……</body></html>",
    "<html><body>找不到您访问的页面，请检查网址是否正确</body></html>",
    "<html><body>您所查看的信息已下线</body></html>",
]
MAINTAINED = [
    "<html><title>系统维护</title><body><h1>网站系统升级维护中</h1><p>网站正在维护，暂停访问，请稍后再试。</p></body></html>",
    "<html><body>为提供更好的服务，本网站将进行升级改版，期间暂停服务，敬请谅解！</body></html>",
    "<html><title>Site Under Maintenance</title><body>We will be back soon.</body></html>",
]
BROKEN = [
    "<html><head><title>HTTP Status 500</title></head><body><h1>HTTP Status 500 - Internal Server Error</h1></body></html>",
    "<html><body><pre>java.lang.NullPointerException at com.example</pre></body></html>",
]


@pytest.mark.parametrize("body", NOT_HERE)
@pytest.mark.parametrize("kind", ["list", "report"])
def test_a_page_that_says_it_is_not_there(verdict, kind, body):
    assert verdict(body, kind) == ("soft_404", None)


@pytest.mark.parametrize("body", NOT_HERE[2:])
def test_a_page_that_says_so_in_the_sites_own_frame(verdict, page, body):
    assert verdict(page(body, links=40), "report") == ("soft_404", None)


@pytest.mark.parametrize("body", MAINTAINED)
@pytest.mark.parametrize(("kind", "status"), [("list", 200), ("report", 200), ("attachment", 200), ("list", 503)])
def test_a_site_under_maintenance(verdict, kind, status, body):
    assert verdict(body, kind, status) == ("maintenance", None)


@pytest.mark.parametrize("body", BROKEN)
def test_the_page_of_an_error_with_status_200(verdict, body):
    assert verdict(body) == ("http_error", None)
    assert verdict(body, "attachment") == ("wrong_type", None)


@pytest.mark.parametrize("status", [404, 410])
def test_a_status_that_says_so_needs_no_words(verdict, status):
    assert verdict("", "report", status) == ("not_here", None)
    assert verdict("<html><body>" + PROSE, "report", status) == ("not_here", None)


MENTIONS = [
    "网站因系统升级维护，于5月暂停访问两天，期间申请改由窗口受理，请谅解。",
    "部分群众反映申请页面的验证码不清晰，请输入验证码后继续访问的提示不明显。",
    "对您访问的页面不存在、附件已被删除等失效链接进行了全面清理，共整改错链24条。",
    "一些申请人没有权限访问内网，访问过于频繁时系统会拦截。",
    "清理了404页面，处理系统异常3次，修复java.lang.NullPointerException报错。",
]


@pytest.mark.parametrize("mention", MENTIONS)
@pytest.mark.parametrize("title", [REPORT_TITLE, "某局工作情况", "", "系统维护", "404"])
def test_a_long_page_that_mentions_such_things_is_a_page(verdict, page, mention, title):
    assert verdict(page(f"<h1>{title}</h1><p>{mention}</p>{PROSE}", title)) == ("ok", None)


@pytest.mark.parametrize("mention", MENTIONS)
def test_a_short_page_that_calls_itself_a_report_is_believed(verdict, page, mention):
    assert verdict(page(f"<h1>{REPORT_TITLE}</h1><p>{mention}</p>", "某局")) == ("ok", None)
    assert verdict(page(f"<p>{mention}</p>", f"{REPORT_TITLE}_某市政府网")) == ("ok", None)


def test_a_list_with_rows_about_such_things_is_a_list(verdict, page):
    rows = "".join(
        f'<li><a href="/{number}.html">{title}</a><span>2024-01-1{number}</span></li>'
        for number, title in enumerate(
            (
                "关于网站系统升级维护暂停服务的公告",
                "关于启用短信验证码登录的通知",
                "您访问的页面不存在怎么办",
                "安全验证",
                REPORT_TITLE,
            )
        )
    )
    assert verdict(page(f"<ul>{rows}</ul>", "通知公告"), "list") == ("ok", None)


def test_a_list_under_a_banner_that_announces_maintenance_is_a_list(verdict, page):
    banner = "<marquee>本网站将于1月20日进行系统升级，期间暂停服务，敬请谅解</marquee>"
    assert verdict(page(banner, "政府信息公开年报", links=12), "list") == ("ok", None)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("list", "<ul></ul><p>暂无相关信息</p>"),
        ("list", '{"articles": [], "post_count": 0}'),
        ("list", "<datastore><totalrecord>0</totalrecord></datastore>"),
        ("list", 'callback({"result": "<ul></ul>"})'),
        ("shell", '<html><body><div id="app"></div><script>var CONFIG={"sid":1}</script></body></html>'),
        ("robots", "User-agent: *\nDisallow: /404.html\n"),
        ("sitemap", "<?xml version='1.0'?><urlset><url><loc>http://a/404.html</loc></url></urlset>"),
    ],
)
def test_an_answer_without_rows_is_an_answer(verdict, kind, body):
    assert verdict(body, kind) == ("ok", None)
