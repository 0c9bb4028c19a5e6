"""Discovery: new reports are found with as few requests as that takes."""

from collections import Counter

from crawler.registry import load
from parsing.prose.titles import read_title
from tests.crawler.portal import answer

NAME = "聊城市人力资源和社会保障局"


def test_a_second_run_of_the_same_night_asks_nothing(bureau):
    bureau.publish(2023)
    bureau.night()
    night = bureau.night()
    assert (night.asked, night.sightings, night.captures, night.state) == (Counter(), [], [], "not_due")


def test_a_new_report_is_the_only_one_that_is_asked_for(bureau, pages):
    bureau.publish(2023, 2022)
    bureau.night()
    bureau.publish(2024, 2023, 2022)
    night = bureau.night(days=8)
    assert night.asked == Counter(["/robots.txt", pages.column, pages.address(2024)])
    assert (night.seen, night.state) == (Counter([pages.address(2024)]), "new")


def paged(bureau, pages, *portions) -> None:
    """A column of several pages, the first at its own address."""
    for number, years in enumerate(portions):
        path = pages.column if number == 0 else f"{pages.column}p{number}.html"
        following = f"{pages.column}p{number + 1}.html" if number + 1 < len(portions) else ""
        bureau.portal.page(path, pages.listing(years, following))
        for year in years:
            bureau.portal.page(pages.address(year), pages.article(year))


def test_deeper_pages_are_asked_for_only_while_they_bring_news(bureau, pages):
    paged(bureau, pages, (2020, 2019), (2018, 2017), (2016, 2015))
    assert len(bureau.night().seen) == 6
    assert bureau.night(days=8).asked == Counter(["/robots.txt", pages.column])
    paged(bureau, pages, (2023, 2022), (2021, 2020), (2019, 2018), (2017, 2016), (2015,))
    night = bureau.night(days=16)
    assert set(night.seen) == {pages.address(year) for year in (2023, 2022, 2021)}
    assert f"{pages.column}p2.html" in night.asked
    assert f"{pages.column}p3.html" not in night.asked


def test_a_list_that_failed_is_walked_to_its_end_the_next_night(bureau, pages):
    paged(bureau, pages, (2020, 2019), (2018, 2017), (2016, 2015))
    good = bureau.portal.answers.pop(f"{pages.column}p2.html")
    night = bureau.night()
    assert (len(night.seen), night.state) == (4, "failed")
    bureau.portal.answers[f"{pages.column}p2.html"] = good
    night = bureau.night(days=1)
    assert set(night.seen) == {pages.address(2016), pages.address(2015)}
    assert (sum(night.asked.values()), night.state) == (6, "new")


def test_look_alikes_and_other_agencies_are_refused_once_and_never_fetched(bureau, pages):
    others = {
        "/zn.html": "聊城市人力资源和社会保障局2023年政府信息公开指南",
        "/jy.html": "聊城市教育局2023年政府信息公开工作年度报告",
        "/zp.html": "关于举办2023年招聘会的公告",
    }
    bureau.publish(2023)
    rows = "".join(pages.row(url, text) for url, text in others.items())
    bureau.row = bureau.portal.bureau("liaocheng", channel=pages.column.strip("/"))
    items = "".join(f'<div class="item"><a href="{url}">{text}</a></div>' for url, text in others.items())
    own = f'<div class="item"><a href="{pages.address(2023)}">{pages.title(2023)}</a></div>'
    bureau.portal.page(pages.column, f'<div class="wbj_list_1">{items}{own}</div>{rows}')
    night = bureau.night()
    assert night.addresses == {("look_alike", "/zn.html"), ("other_agency", "/jy.html")}
    assert not set(others) & set(night.asked)
    assert all(read_title(sighting["list_title"]).is_annual_report for sighting in night.sightings)
    assert bureau.night(days=8).addresses == set()


def test_what_a_page_calls_itself_counts_against_what_its_list_says(bureau, pages):
    bureau.publish(2023, 2022, 2021, 2020)
    pretend = {
        2022: pages.article(2019),
        2021: pages.article(2021).replace("聊城市人力资源和社会保障局", "聊城市教育局"),
        2020: pages.article(2020).replace("政府信息公开工作年度报告", "政府网站工作年度报表"),
    }
    for year, html in pretend.items():
        bureau.portal.page(pages.address(year), html)
    night = bureau.night()
    assert set(night.seen) == {pages.address(2023)}
    assert night.addresses == {
        ("wrong_year", pages.address(2022)),
        ("other_agency", pages.address(2021)),
        ("look_alike", pages.address(2020)),
    }
    assert {capture["outcome"] for capture in night.captures if capture["kind"] == "report"} == {"ok"}
    assert bureau.night(days=8).asked == Counter(["/robots.txt", pages.column])


def test_a_mirror_is_neither_asked_nor_tried_again(bureau, pages):
    mirror = "http://127.0.0.99/copy.html"
    bureau.portal.page(pages.column, pages.listing((), rows=pages.row(mirror, pages.title(2023))))
    night = bureau.night()
    assert night.addresses == {("mirror", mirror)}
    assert [capture["outcome"] for capture in night.captures if capture["url"] == mirror] == ["refused"]
    assert bureau.night(days=8).addresses == set()


def test_a_list_in_a_frame_is_read_and_later_asked_for_at_once(bureau, pages):
    bureau.publish(2023)
    bureau.portal.answers["/frame.html"] = bureau.portal.answers[pages.column]
    bureau.portal.page(pages.column, "<iframe src=/frame.html></iframe>")
    assert bureau.night().seen == Counter([pages.address(2023)])
    assert bureau.night(days=8).asked == Counter(["/robots.txt", "/frame.html"])
    del bureau.portal.answers["/frame.html"]
    assert bureau.night(days=16).state == "failed"
    bureau.publish(2023)
    assert bureau.night(days=17).asked[pages.column] == 1


def test_a_list_is_looked_for_in_one_frame_after_the_other(bureau, pages):
    bureau.publish(2023)
    bureau.portal.answers["/main.html"] = bureau.portal.answers[pages.column]
    bureau.portal.page("/top.html", "<p>甲市人力资源和社会保障局</p>")
    frames = "".join(f"<frame src=/{name}.html>" for name in ("top", "main", "foot"))
    bureau.portal.page(pages.column, f"<frameset>{frames}</frameset>")
    night = bureau.night()
    assert (night.seen, night.asked["/foot.html"]) == (Counter([pages.address(2023)]), 0)
    assert bureau.night(days=8).asked == Counter(["/robots.txt", "/main.html"])


def test_files_that_failed_are_asked_for_again_and_their_article_is_not(bureau, pages):
    bureau.publish(2023)
    bureau.portal.page(pages.address(2023), pages.article(2023, "<a href=/a.pdf>附件</a><a href=/b.pdf>附件</a>"))
    pdf = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"
    bureau.portal.answers["/a.pdf"] = answer(pdf, Content_Type="application/pdf")
    night = bureau.night()
    assert night.seen == Counter([pages.address(2023), "/a.pdf"])
    assert bureau.portal.last("/a.pdf").headers["referer"] == bureau.portal.base_url + pages.address(2023)
    bureau.portal.answers["/b.pdf"] = answer(pdf + b"\n", Content_Type="application/pdf")
    night = bureau.night(days=1)
    assert (night.asked["/b.pdf"], night.asked[pages.address(2023)]) == (1, 0)
    assert night.seen == Counter(["/b.pdf"])


def test_the_other_address_of_an_article_is_asked_where_the_first_is_bad(bureau, new_portal, pages):
    sibling = new_portal("127.0.0.2")
    path = "/D42Y/7001.jhtml"
    rows = "".join(
        f"<a href='{portal.base_url}{path}'><span>{pages.title(2023)}</span></a>" for portal in (bureau.portal, sibling)
    )
    bureau.row = bureau.portal.bureau("jeecms", department=1, directory="D42Y", other_hosts=[sibling.base_url])
    bureau.portal.page("/?a=path&d=1&p=D42Y&page=1", f"<ul class=page-list>{rows}</ul>")
    sibling.page(path, pages.article(2023))
    night = bureau.night()
    assert [sighting["url"] for sighting in night.sightings] == [sibling.base_url + path]
    assert (night.state, bureau.portal.asked[path]) == ("new", 1)


def test_a_lost_frontier_costs_a_walk_from_the_archive_and_nothing_is_sighted_twice(bureau, pages):
    paged(bureau, pages, (2023, 2022), (2021,))
    assert len(bureau.night().sightings) == 3
    for file in (bureau.home / "archive").glob("frontier.sqlite*"):
        file.unlink()
    night = bureau.night()
    assert (night.asked, night.captures, night.sightings) == (Counter(), [], [])
    assert bureau.night(days=8).asked == Counter(["/robots.txt", pages.column])


def test_a_title_cut_short_is_settled_by_the_page_itself(bureau, pages):
    bureau.publish(2023)
    cut = pages.row(pages.address(2023), pages.title(2023)[:18] + "…") + pages.row("/gk/jobs.html", NAME + "2023年招…")
    bureau.portal.page(pages.column, pages.listing((), rows=cut))
    bureau.portal.page("/gk/jobs.html", f"<h1>{NAME}2023年招聘公告</h1>{pages.text}")
    night = bureau.night()
    assert night.asked["/gk/jobs.html"] == 1
    assert night.seen == Counter([pages.address(2023)])
    assert night.sightings[0]["list_title"] == pages.title(2023)


def test_a_request_to_stay_away_is_heeded_by_the_next_run_as_well(bureau, pages):
    bureau.publish(2023, 2022)
    articles = [pages.address(year) for year in (2023, 2022)]
    bureau.portal.answers |= dict.fromkeys(articles, answer("", 429, Retry_After="3600"))
    first, second = bureau.night(), bureau.night()
    assert sum(first.asked[path] for path in articles) == 1
    assert (first.state, second.state) == ("blocked", "postponed")
    assert (second.asked, second.captures, second.outcomes[-1]["label"]) == (Counter(), [], "retry_after")


def test_two_bureaus_on_one_list_each_have_their_report(bureau, pages, crawl):
    other = bureau.portal.bureau(
        like=next(row for row in load() if row.bureau_code == "hrss-330600"), column=pages.column
    )
    named = "绍兴市人力社保局2023年政府信息公开年报"
    bureau.publish(2023)
    bureau.portal.page(pages.column, pages.listing((2023,), rows=pages.row("/gk/other.html", named)))
    bureau.portal.page("/gk/other.html", f"<h1>{named}</h1>{pages.text}")
    night = crawl(bureau.home, "20250131T023000Z-0a1b", (bureau.row, other))
    assert {(sighting["bureau_code"], sighting["url"]) for sighting in night.sightings} == {
        (bureau.code, bureau.portal.base_url + pages.address(2023)),
        (other.bureau_code, f"{bureau.portal.base_url}/gk/other.html"),
    }
    assert bureau.portal.asked[pages.column] == 1
