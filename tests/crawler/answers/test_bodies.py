"""Bodies that are empty, cut, or of another kind than what was asked for."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

TITLE = "某市人力资源和社会保障局2023年政府信息公开工作年度报告"
PROSE = "本机关通过网站主动公开政府信息，办理申请，答复及时。" * 30
TABLE = "<table><tr><td>本年新收政府信息公开申请数量</td><td>11</td></tr></table>"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n" + b"0" * 9000 + b"\nstartxref\n9\n%%EOF\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def zipped(member: str = "word/document.xml") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(member, PROSE)
    return packed.getvalue()


@pytest.mark.parametrize("kind", ["list", "report", "attachment", "sitemap"])
@pytest.mark.parametrize("body", [b"", b" \r\n"])
def test_nothing_is_empty(verdict, kind, body):
    assert verdict(body, kind) == ("empty", None)


def test_an_empty_robots_file_is_one(verdict):
    assert verdict(b"", "robots") == ("ok", None)


@pytest.mark.parametrize(
    "body",
    [
        '<html><head><title></title></head><body><div id="app"></div><script src="/app.js"></script></body></html>',
        f'<html><head><title>{TITLE}</title></head><body><div id="app"></div><script src="/app.js"></script></body></html>',
        f'<html><body><h1>{TITLE}</h1><div class="article"></div><script src="/load.js"></script></body></html>',
        '<html><body><img src="/static/img/banner.png"><img src=/skin/logo_2.gif><div id="app"></div><script></script></body></html>',
        "<html><body><ul><li><a href='/'>网站首页</a><li><a href='/zwgk/'>政务公开</a></ul></body></html>",
    ],
)
def test_a_page_that_a_script_has_yet_to_fill_is_empty_where_a_report_was_due(verdict, body):
    assert verdict(body, "report") == ("empty", None)
    assert verdict(body, "list") == ("ok", None)


@pytest.mark.parametrize(
    "carrier",
    [
        '<a href="/files/P020240119.pdf">点击下载</a>',
        '<iframe src="/pdfjs/web/viewer.html?file=%2Fa.pdf"></iframe>',
        '<img src="/1.jpg"><img src="/2.jpg">',
        '<img src="/logo.png"><img src="./P020240119601234567890.jpg">',
        '<img data-original="/a.jpg">',
        '<embed src="/a.pdf">',
        '<a href="/module/download/downfile.jsp?filename=a">附件</a>',
    ],
)
def test_a_report_that_is_a_file_or_pictures_has_no_text_and_is_whole(verdict, carrier):
    assert verdict(f"<html><body><h1>{TITLE}</h1>{carrier}<script src=/a.js></script></body></html>") == ("ok", None)


@pytest.mark.parametrize("body", [PDF, PDF + b"\0" * 3000, PDF + b"\r\n<!-- served by x -->\r\n", zipped(), OLE])
def test_a_whole_file_is_whole(verdict, body):
    assert verdict(body, "attachment", headers={"Content-Type": "application/octet-stream"}) == ("ok", None)
    assert verdict(body, "report", headers={"Content-Type": "application/octet-stream"}) == ("ok", None)


@given(kept=st.floats(0.05, 0.98))
def test_a_file_without_its_end_is_truncated(verdict, kept):
    for body in (PDF, zipped()):
        assert verdict(body[: max(5, int(len(body) * kept))], "attachment") == ("truncated", None)


def test_a_linearised_file_has_an_end_near_its_beginning_too(verdict):
    assert verdict(b"%PDF-1.7\n%%EOF\n" + b"0" * 20000, "attachment") == ("truncated", None)


def test_a_body_shorter_than_it_says_is_truncated(verdict, page):
    body = page(PROSE).encode()
    assert verdict(body, headers={"Content-Length": str(len(body) + 1)}) == ("truncated", None)
    assert verdict(body, headers={"Content-Length": str(len(body))}) == ("ok", None)
    packed = {"Content-Length": str(len(body) + 1), "Content-Encoding": "gzip"}
    assert verdict(body, headers=packed) == ("ok", None), "the length is that of the packed body"


@pytest.mark.parametrize(
    "cut",
    [
        f"<html><body><h1>{TITLE}</h1>{PROSE}<table><tr><t",
        f"<html><body><h1>{TITLE}</h1>{PROSE}<table><tr><td>11</td>",
        f"<html><body><h1>{TITLE}</h1>{PROSE}<!-- the rest",
        f"<html><body><h1>{TITLE}</h1>{PROSE}<script>var a = 1;",
        f'<html><body><h1>{TITLE}</h1>{PROSE}<a href="/zwgk',
    ],
)
def test_a_page_that_ends_in_the_middle_is_truncated(verdict, cut):
    assert verdict(cut) == ("truncated", None)


@pytest.mark.parametrize(
    "whole",
    [
        f"<html><body><h1>{TITLE}</h1>{PROSE}{TABLE}",
        f"<h1>{TITLE}</h1>{PROSE}<p>收到申请数 < 20 件",
        f"<html><body><h1>{TITLE}</h1>{PROSE}<!-- open </body></html>",
        f"<html><body><h1>{TITLE}</h1>{PROSE}<script>if (a<b) {{ }}</script></body></html>",
        f"<html><body><h1>{TITLE}</h1>{PROSE}<table><table></table></body></html>",
        f"<html><body><h1>{TITLE}</h1>{PROSE}</body></html",
        f"<html><head><title>{TITLE}<body>{PROSE}</body></html>",
        f"<html><body><a href='/'>{PROSE}</body></html>",
    ],
)
def test_a_page_that_is_put_together_wrongly_is_whole(verdict, whole):
    assert verdict(whole) == ("ok", None)


@pytest.mark.parametrize("body", [PDF, zipped(), OLE, b"\x89PNG\r\n\x1a\n" + b"0" * 50, b"GIF89a" + b"0" * 50])
@pytest.mark.parametrize("kind", ["list", "shell", "robots", "sitemap"])
def test_a_file_is_no_list(verdict, kind, body):
    assert verdict(body, kind) == ("wrong_type", None)


def test_a_page_is_no_robots_file_and_no_sitemap_and_a_packed_sitemap_is_one(verdict, page):
    assert verdict(page(PROSE), "robots") == ("wrong_type", None)
    assert verdict(page(PROSE), "sitemap") == ("wrong_type", None)
    assert verdict(b"\x1f\x8b\x08\0\0\0\0\0\0\3" + b"0" * 20, "sitemap") == ("ok", None)


@pytest.mark.parametrize(
    "body",
    [
        "<html><head><title>下载</title></head><body><p>请从正常途径下载本文件！</p></body></html>",
        f"<html><head><title>某市政府</title></head><body>{'<p>政府信息公开年报</p>' * 60}</body></html>",
        f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><p>附件下载</p></body></html>",
        '{"success": false, "msg": "文件服务暂不可用"}',
    ],
)
@pytest.mark.parametrize("stated", ["application/pdf", "application/msword", "text/html", "application/json"])
def test_a_page_under_the_name_of_a_file_is_of_the_wrong_type(verdict, body, stated):
    if body.startswith("{") and stated != "application/json":
        pytest.skip("what is said to be a document is read as one")
    assert verdict(body, "attachment", headers={"Content-Type": stated}) == ("wrong_type", None)


@pytest.mark.parametrize(
    "body",
    [
        f"<html><head><title>{TITLE}</title></head><body><p>{TITLE}</p>{PROSE}{TABLE}</body></html>",
        f"<html><body><p>{TITLE}</p>{PROSE}{TABLE}</body></html>",
        f'<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><p class=MsoNormal>{TITLE}</p></body></html>',
        '<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument><w:t>2023</w:t></w:wordDocument>',
        f"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n{TITLE}{PROSE}",
        f"{{\\rtf1\\ansi {TITLE}{PROSE}}}",
        f"{TITLE}\n{PROSE}",
    ],
)
def test_a_document_of_text_under_the_name_of_a_word_file_is_a_document(verdict, body):
    assert verdict(body, "attachment", headers={"Content-Type": "application/msword"}) == ("ok", None)
    assert verdict(body.encode("gb18030"), "attachment", headers={"Content-Type": "application/msword"}) == ("ok", None)


def test_a_document_in_utf16_is_text(verdict):
    body = f"<html><body><p>{TITLE}</p>{PROSE}</body></html>".encode("utf-16")
    assert verdict(body, "attachment", headers={"Content-Type": "application/msword"}) == ("ok", None)
    assert verdict("您访问的页面不存在".encode("utf-16")) == ("soft_404", None)


@given(body=st.one_of(st.binary(max_size=300), st.text(alphabet="<>/!-ahtmlscripte td=\"' 维护验证码", max_size=300)))
@pytest.mark.parametrize("kind", ["list", "report", "attachment", "robots", "sitemap", "shell"])
def test_any_body_has_a_judgement(verdict, kind, body):
    outcome, label = verdict(body, kind)
    assert outcome in {"ok", "empty", "truncated", "wrong_type", "soft_404", "maintenance", "blocked", "http_error"}
    assert (label is not None) == (outcome == "blocked")
