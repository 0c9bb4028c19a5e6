"""What is tried where the registered column is unknown or brings nothing."""

import threading
from collections import Counter
from contextlib import closing
from dataclasses import replace

from crawler.frontier import Frontier
from crawler.registry import KnownReport
from tests.crawler.portal import answer


def known(bureau, pages, *years: int):
    reports = tuple(KnownReport(year, bureau.portal.base_url + pages.address(year)) for year in years)
    return replace(bureau.row, known_reports=reports)


def test_a_row_whose_column_nobody_knows_has_its_known_reports(bureau, pages):
    bureau.publish(2023, 2022)
    bureau.row = replace(known(bureau, pages, 2022), portal={**bureau.row.portal, "column": None})
    night = bureau.night()
    assert (set(night.seen), night.state) == ({pages.address(2022)}, "new")
    night = bureau.night(days=8)
    assert (night.asked, night.state) == (Counter(), "parked")


def test_a_known_report_leads_to_the_column_it_says_it_belongs_to(bureau, pages):
    bureau.publish(2023, 2022, 2021)
    crumbs = f'<div class="crumbs"><a href="/">首页</a> &gt; <a href="{pages.column}">年报</a></div>'
    bureau.portal.page(pages.address(2022), pages.article(2022, crumbs + pages.text))
    bureau.row = replace(known(bureau, pages, 2022), portal={**bureau.row.portal, "column": None})
    night = bureau.night()
    assert set(night.seen) == {pages.address(year) for year in (2023, 2022, 2021)}
    assert night.state == "new"
    night = bureau.night(days=8)
    assert night.asked == Counter(["/robots.txt", pages.column])
    assert night.state == "quiet"


def test_a_known_report_that_its_list_offers_is_asked_for_once(bureau, pages):
    bureau.publish(2023, 2022)
    bureau.row = known(bureau, pages, 2022)
    assert bureau.night().asked[pages.address(2022)] == 1


def test_a_known_address_must_hold_the_year_it_is_known_for(bureau, pages):
    bureau.publish(2023)
    bureau.portal.page(pages.address(2020), pages.article(2016))
    bureau.row = known(bureau, pages, 2020)
    night = bureau.night()
    assert set(night.seen) == {pages.address(2023)}
    assert night.addresses == {("wrong_year", pages.address(2020))}


SITEMAP = """<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{}</urlset>"""


def test_a_sitemap_is_searched_where_nothing_else_brings_a_report(bureau, pages):
    bureau.portal.page(pages.column, pages.listing(()))
    for year in (2023, 2022):
        bureau.portal.page(pages.address(year), pages.article(year))
    bureau.portal.page("/other.html", "<h1>关于招聘的公告</h1>" + pages.text)
    paths = (pages.address(2023), pages.address(2022), "/other.html")
    urls = "".join(f"<url><loc>{bureau.portal.base_url}{path}</loc></url>" for path in paths)
    bureau.portal.page("/map.xml", SITEMAP.format(urls), **{"Content-Type": "text/xml"})
    robots = f"Sitemap: {bureau.portal.base_url}/map.xml\n"
    bureau.portal.answers["/robots.txt"] = answer(robots, Content_Type="text/plain")
    night = bureau.night()
    assert set(night.seen) == {pages.address(2023), pages.address(2022)}
    assert night.addresses == set()
    assert bureau.night(days=8).asked == Counter(["/robots.txt", pages.column])


def test_a_sitemap_is_read_again_if_a_run_was_killed_while_it_read_it(bureau, pages):
    """No list names what it leads to: counted as read too early, the rest of its reports were not looked for for a month."""
    bureau.portal.page(pages.column, pages.listing(()))
    urls = [f"<url><loc>{bureau.portal.base_url}{pages.address(year)}</loc></url>" for year in (2023, 2022)]
    for year in (2023, 2022):
        bureau.portal.page(pages.address(year), pages.article(year))
    bureau.portal.page("/sitemap.xml", SITEMAP.format(urls[0]), **{"Content-Type": "text/xml"})
    assert set(bureau.night().seen) == {pages.address(2023)}
    with closing(Frontier(bureau.home)) as frontier:
        frontier.open_walk(bureau.code, "sitemap")  # as a run that has not come to its end leaves it
        frontier.commit()
    bureau.portal.page("/sitemap.xml", SITEMAP.format("".join(urls)), **{"Content-Type": "text/xml"})
    assert pages.address(2022) in bureau.night(days=31).seen
    assert "/sitemap.xml" not in bureau.night(days=39).asked


def test_a_portal_with_nothing_at_all_is_empty_and_seldom_asked_for_its_sitemap(bureau, pages):
    bureau.portal.page(pages.column, pages.listing(()))
    night = bureau.night()
    assert night.asked == Counter(["/robots.txt", pages.column, "/sitemap.xml"])
    assert night.state == "empty"
    assert bureau.night(days=8).asked == Counter(["/robots.txt", pages.column])


def test_a_shell_is_believed_until_the_list_that_it_names_fails(bureau, pages):
    column = "/zwgk/public/column/201?type=3&action=list"

    def names(label: str) -> None:
        bureau.portal.page(column, f"<script>get('{label}/site/label/8888?a=1')</script>")

    row = f'<li><a href="{pages.address(2023)}" title="{pages.title(2023)}">…</a></li>'
    label = answer(f'<ul class="xxgk_nav_list">{row}</ul>')
    bureau.row = bureau.portal.bureau("lonsun", context="/zwgk", organ_id=201, type=3)
    bureau.publish(2023)
    names("/old")
    asked = bureau.night().asked
    (old,) = (path for path in asked if path.startswith("/old/"))
    bureau.portal.answers[old] = label
    assert bureau.night(days=1).seen == Counter([pages.address(2023)])
    assert bureau.night(days=8).asked == Counter(["/robots.txt", old])
    names("/new")
    bureau.portal.answers[old.replace("/old/", "/new/")] = label
    del bureau.portal.answers[old]
    assert bureau.night(days=16).state == "failed"
    night = bureau.night(days=17)
    assert (night.asked[column], night.state) == (1, "quiet")


def test_a_slow_portal_does_not_keep_another_from_its_next_strategy(new_portal, crawl, pages, tmp_path):
    slow, empty = new_portal("127.0.0.2"), new_portal("127.0.0.3")
    is_asked = threading.Event()

    def list_of_the_slow_one(visit):
        is_asked.wait(10)
        return answer(pages.listing((2023,)))

    def sitemap_of_the_other(visit):
        is_asked.set()
        return answer("not here", 404)

    slow.answers[pages.column] = list_of_the_slow_one
    slow.page(pages.address(2023), pages.article(2023))
    empty.page(pages.column, pages.listing(()))
    empty.answers["/sitemap.xml"] = sitemap_of_the_other
    rows = (
        slow.bureau(column=pages.column),
        replace(empty.bureau(column=pages.column), bureau_code="hrss-371500-second"),
    )
    crawl(tmp_path, "20250131T023000Z-0a1b", rows)
    assert empty.last("/sitemap.xml").started < slow.last(pages.column).ended
