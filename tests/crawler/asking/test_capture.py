"""What is recorded of an answer, and what of it reaches the spider."""

from hashlib import sha256

import pytest

from crawler.archive import Archive
from store.home import Home
from tests.crawler.portal import Visit, answer

PAGE = "<html><body><h1>2023年政府信息公开工作年度报告</h1><p>" + "本机关主动公开政府信息。" * 40 + "</p></body></html>"
NOT_HERE = "<html><head><title>404</title></head><body>您访问的页面不存在</body></html>"
MONTH = 31 * 24 * 3600.0


def test_a_capture_says_who_asked_what_and_what_came(ask, portal):
    portal.answers["/a.html"] = answer(PAGE, X_From="here", Set_Cookie="a=1")
    url = f"{portal.base_url}/a.html"
    done = ask([url, "report"], origins=[portal.base_url], purpose={"reason": "known", "bureau_code": "hrss-900000"})
    (capture,) = done.captures
    assert done.results[url]["capture"] == capture
    assert capture["sha256"] == sha256(PAGE.encode()).hexdigest()
    assert capture["response_headers"]["X-From"] == "here"
    assert {name: capture[name] for name in ("outcome", "label", "kind", "reason", "bureau_code", "status", "error")} == {
        "outcome": "ok", "label": None, "kind": "report", "reason": "known", "bureau_code": "hrss-900000", "status": 200,
        "error": None,
    }  # fmt: skip
    assert capture["redirected_from"] == [] and capture["tls"] is None
    assert capture["media_type"] == "text/html"


BAD = {
    "/1.html": (NOT_HERE, 200, "report", "soft_404", None),
    "/2.html": (NOT_HERE, 404, "report", "not_here", None),
    "/3.html": ("", 200, "list", "empty", None),
    "/4.html": ("<h1>Error</h1>", 501, "list", "http_error", None),
    "/5.html": ("<h1>HTTP Status 500</h1>", 200, "attachment", "wrong_type", None),
    "/6.html": ("<script>$_ts={}</script>", 412, "list", "blocked", "ruishu"),
}


def test_a_bad_answer_is_kept_as_evidence_and_no_spider_sees_it(ask, portal, tmp_path):
    portal.answers |= {path: answer(body, status) for path, (body, status, *_) in BAD.items()}
    done = ask(*([portal.base_url + path, kind] for path, (_, _, kind, *_) in BAD.items()), origins=[portal.base_url])
    captures = {capture["url"]: capture for capture in done.captures}
    for path, (body, _, _, outcome, label) in BAD.items():
        result = done.results[portal.base_url + path]
        assert (result["outcome"], result["label"]) == (outcome, label)
        assert result["error"].startswith("BadAnswer: ")
        assert result["capture"] == captures[portal.base_url + path]
        assert Archive(tmp_path).get(result["capture"]["sha256"]) == body.encode()


def test_not_here_reaches_the_spider_that_expects_it(ask, portal):
    portal.answers["/a.html"] = answer(NOT_HERE, 404)
    url = f"{portal.base_url}/a.html"
    done = ask([url, "list"], origins=[portal.base_url], meta={"handle_httpstatus_list": [404]})
    assert (done.results[url]["outcome"], done.results[url]["status"]) == ("not_here", 404)


def test_not_here_is_believed_for_half_a_day_and_a_page_for_a_month(ask, portal):
    portal.answers |= {"/gone.html": answer(NOT_HERE, 404), "/a.html": answer(PAGE)}
    asked = [[f"{portal.base_url}/gone.html", "report"], [f"{portal.base_url}/a.html", "report"]]
    for later, paths in ((0, 2), (3600, 2), (13 * 3600, 3), (MONTH, 5)):
        ask(*asked, origins=[portal.base_url], later=float(later))
        assert len(portal.pages()) == paths


def test_a_portal_without_robots_txt_is_asked_for_it_once_a_day(ask, portal):
    portal.answers["/a.html"] = answer(PAGE)
    for later, times in ((0, 1), (23, 1), (25, 2)):
        ask([f"{portal.base_url}/a.html", "list"], origins=[portal.base_url], later=later * 3600.0)
        assert sum(visit.path == "/robots.txt" for visit in portal.visits) == times


def test_a_bad_answer_is_asked_again_and_hides_no_good_one(ask, portal, tmp_path):
    url = f"{portal.base_url}/a.html"
    portal.answers["/a.html"] = answer(NOT_HERE)
    ask([url, "report"], origins=[portal.base_url])
    portal.answers["/a.html"] = answer(PAGE)
    assert ask([url, "report"], origins=[portal.base_url]).results[url]["outcome"] == "ok"
    portal.answers["/a.html"] = answer(NOT_HERE)
    assert ask([url, "report"], origins=[portal.base_url], later=MONTH).results[url]["outcome"] == "soft_404"
    good = Archive(tmp_path).last_good(url)
    assert good is not None and Archive(tmp_path).get(good.sha256) == PAGE.encode()
    assert len(portal.pages()) == 3


def conditional(**validators):
    """Answers 304 to who knows the validators."""

    def said(visit: Visit) -> bytes:
        is_known = not set(visit.headers.values()).isdisjoint(validators.values())
        return answer("", 304, **validators) if is_known else answer(PAGE, **validators)

    return said


@pytest.mark.parametrize(
    ("validators", "header"),
    [
        ({"ETag": '"5f3e-62c"'}, "if-none-match"),
        ({"Last_Modified": "Fri, 19 Jan 2024 01:00:00 GMT"}, "if-modified-since"),
    ],
)
def test_a_page_that_is_no_longer_fresh_is_asked_for_conditionally(ask, portal, validators, header):
    portal.answers["/a.html"] = conditional(**validators)
    url = f"{portal.base_url}/a.html"
    first = ask([url, "report"], origins=[portal.base_url]).captures[0]
    done = ask([url, "report"], origins=[portal.base_url], later=MONTH)
    (confirmed,) = done.captures
    assert header in portal.visits[-1].headers
    assert (confirmed["outcome"], confirmed["status"], confirmed["sha256"]) == ("not_modified", 304, first["sha256"])
    assert confirmed["media_type"] == "text/html"
    result = done.results[url]
    assert (result["status"], result["length"]) == (200, len(PAGE.encode()))
    assert "not_modified" in result["flags"] and result["text"].startswith("<html>")
    again = ask([url, "report"], origins=[portal.base_url], later=MONTH + 3600)
    assert again.captures == [] and again.results[url]["status"] == 200, "what was confirmed is fresh"
    assert len(portal.pages()) == 2


def test_a_fresh_page_may_be_asked_after_on_purpose(ask, portal):
    portal.answers["/a.html"] = conditional(ETag='"1"')
    url = f"{portal.base_url}/a.html"
    ask([url, "report"], origins=[portal.base_url])
    done = ask([url, "report"], origins=[portal.base_url], purpose={"revalidate": True})
    assert [capture["outcome"] for capture in done.captures] == ["not_modified"]


def test_a_portal_that_ignores_conditions_sends_the_page(ask, portal):
    portal.answers["/a.html"] = answer(PAGE, ETag='"1"')
    url = f"{portal.base_url}/a.html"
    ask([url, "report"], origins=[portal.base_url])
    assert ask([url, "report"], origins=[portal.base_url], later=MONTH).captures[0]["outcome"] == "ok"


def test_a_304_for_a_page_whose_bytes_are_lost_is_asked_again_without_conditions(ask, portal, tmp_path):
    portal.answers["/a.html"] = conditional(ETag='"1"')
    url = f"{portal.base_url}/a.html"
    first = ask([url, "report"], origins=[portal.base_url]).captures[0]
    Home(tmp_path).object(first["sha256"]).write_bytes(b"damaged")
    done = ask([url, "report"], origins=[portal.base_url], later=MONTH)
    assert [capture["outcome"] for capture in done.captures] == ["http_error", "ok"]
    assert Archive(tmp_path).get(first["sha256"]) == PAGE.encode()


def test_a_304_that_nobody_has_asked_for_is_an_error(ask, portal):
    portal.answers["/a.html"] = answer("", 304)
    url = f"{portal.base_url}/a.html"
    assert ask([url, "report"], origins=[portal.base_url]).results[url]["outcome"] == "http_error"
    assert len(portal.pages()) == 2


def test_conditions_of_one_page_are_not_put_to_the_page_it_sends_to(ask, portal):
    portal.answers["/a.html"] = answer(PAGE, ETag='"1"')
    url = f"{portal.base_url}/a.html"
    ask([url, "report"], origins=[portal.base_url])
    portal.answers |= {"/a.html": answer("", 302, Location="/b.html"), "/b.html": answer(PAGE)}
    ask([url, "report"], origins=[portal.base_url], later=MONTH)
    assert "if-none-match" in portal.last("/a.html").headers
    assert "if-none-match" not in portal.last("/b.html").headers


def test_each_hop_is_a_capture_that_knows_the_way(ask, portal):
    portal.answers |= {
        "/a.html": answer("", 301, Location="/b.html"),
        "/b.html": answer("", 302, Location="/c.html"),
        "/c.html": answer(PAGE),
    }
    url = f"{portal.base_url}/a.html"
    done = ask([url, "report"], origins=[portal.base_url])
    a, b, c = (f"{portal.base_url}/{name}.html" for name in "abc")
    assert [(capture["url"], capture["redirected_from"]) for capture in done.captures] == [
        (a, []), (b, [a]), (c, [a, b]),
    ]  # fmt: skip
    assert done.results[url]["url"] == c
    assert ask([url, "report"], origins=[portal.base_url]).captures == [], "the way is known for as long as its pages"


def test_a_page_that_sends_on_is_a_hop_like_any_other(ask, portal):
    portal.answers |= {
        "/a.html": answer("<html><head><meta http-equiv='refresh' content='0;url=b.html'></head></html>"),
        "/b.html": answer("", 302, Location="/c.html"),
        "/c.html": answer("<html><script>location.href = 'd.html'</script></html>"),
        "/d.html": answer(PAGE),
    }
    url = f"{portal.base_url}/a.html"
    done = ask([url, "report"], origins=[portal.base_url])
    last = done.captures[-1]
    assert last["redirected_from"] == [f"{portal.base_url}/{name}.html" for name in "abc"]
    assert last["redirected_by"] == ["meta_refresh", "302", "script"]
    assert [capture["label"] for capture in done.captures] == ["meta_refresh", None, "script", None]
    assert done.results[url]["url"] == f"{portal.base_url}/d.html"
    assert ask([url, "report"], origins=[portal.base_url]).captures == [], "the way is known for as long as its pages"


def test_a_browser_is_sent_on_by_the_crawler_and_never_by_the_page(ask, portal):
    portal.answers |= {
        "/a.html": answer("<html><body><script>location.replace('/b.html')</script></body></html>"),
        "/b.html": answer(PAGE),
    }
    url = f"{portal.base_url}/a.html"
    done = ask([url, "report"], origins=[portal.base_url], meta={"playwright": True}, platform="script")
    assert [(capture["url"], capture["redirected_by"]) for capture in done.captures] == [
        (url, []), (f"{portal.base_url}/b.html", ["script"]),
    ]  # fmt: skip
    assert "rendered" in done.results[url]["flags"]
    assert portal.pages() == ["/a.html", "/b.html"]


def test_a_page_that_has_become_a_hop_stands_no_longer_for_the_page(ask, portal):
    url = f"{portal.base_url}/a.html"
    portal.answers["/a.html"] = answer(PAGE, ETag='"one"')
    ask([url, "report"], origins=[portal.base_url])
    portal.answers |= {
        "/a.html": answer("<html><script>location.href = 'b.html'</script></html>"),
        "/b.html": answer(PAGE),
    }
    assert (
        ask([url, "report"], origins=[portal.base_url], later=MONTH).results[url]["url"] == f"{portal.base_url}/b.html"
    )
    ask([url, "report"], origins=[portal.base_url], later=2 * MONTH)
    assert portal.last("/a.html").headers["if-none-match"] == '"one"', "the last that was the page itself"


def test_a_handshake_of_cookies_leads_to_the_page(ask, portal):
    def said(visit: Visit) -> bytes:
        if "CT6T=1" in visit.headers.get("cookie", ""):
            return answer(PAGE)
        return answer("", 302, Location="/a.html", Set_Cookie="CT6T=1; Path=/")

    portal.answers["/a.html"] = said
    url = f"{portal.base_url}/a.html"
    done = ask([url, "report"], origins=[portal.base_url])
    assert [(capture["status"], capture["outcome"]) for capture in done.captures] == [(302, "ok"), (200, "ok")]
    assert all("Cookie" not in capture["request_headers"] for capture in done.captures)
    assert ask([url, "report"], origins=[portal.base_url]).results[url]["status"] == 200


def test_a_circle_and_a_chain_end_and_are_asked_again_where_they_ended(ask, portal):
    portal.answers |= {
        "/a.html": answer("", 302, Location="/b.html"),
        "/b.html": answer("", 302, Location="/a.html"),
        **{f"/{n}.html": answer("", 302, Location=f"/{n + 1}.html") for n in range(20)},
    }
    circle, chain = f"{portal.base_url}/a.html", f"{portal.base_url}/0.html"
    done = ask([circle, "report"], [chain, "report"], origins=[portal.base_url])
    assert (done.results[circle]["outcome"], done.results[circle]["label"]) == ("failed", "redirect_loop")
    assert (done.results[chain]["outcome"], done.results[chain]["label"]) == ("failed", "too_many_redirects")
    assert len(portal.pages()) == 2 + 6
    portal.answers["/b.html"] = answer(PAGE)
    assert ask([circle, "report"], origins=[portal.base_url]).results[circle]["outcome"] == "ok"
    assert len(portal.pages()) == 2 + 6 + 1
