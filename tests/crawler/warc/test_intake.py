"""Of a web archive from elsewhere only reports of registered bureaus come in, with their files, when they were seen."""

import gzip
import json
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.archive import Archive
from crawler.run import Run
from crawler.warc import TakenIn, take_in
from store.errors import ArchiveError

RUN = "20250131T023000Z-0a1b"
HOST = "http://rsj.example.gov.cn"
TITLE = "甲市人力资源和社会保障局2023年政府信息公开工作年度报告"
PROSE = "<p>" + "本机关主动公开政府信息，办理申请。" * 40 + "</p>"
PDF = b"%PDF-1.7\n" + b"0" * 500 + b"\n%%EOF\n"


def page(title: str = TITLE, body: str = PROSE, head: str = "") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body><h1>{title}</h1>{body}</body></html>"


def taken_in(home: Path, path: Path, run_id: str, bureaus) -> TakenIn:
    with Run(home, run_id, bureaus) as run:
        return take_in(run, path)


def taken(home, archive, bureaus):
    summary = taken_in(home, archive.path, RUN, bureaus)
    captures = [capture.as_record() for capture in Archive(home).all_captures()]
    landed = home / "landing" / RUN / "sightings.jsonl"
    return summary, captures, [json.loads(line) for line in landed.read_text().splitlines()]


def test_a_report_becomes_a_capture_and_a_sighting_of_the_day_it_was_seen(tmp_path, web_archive, bureaus):
    said = page(head='<meta name="PubDate" content="2024-01-19 09:00">')
    concurrent = web_archive.response(f"{HOST}/a.html", said, Server="nginx")
    web_archive.request(f"{HOST}/a.html", concurrent)
    summary, (capture,), (sighting,) = taken(tmp_path / "home", web_archive, bureaus)
    assert (summary.captures, summary.sightings, summary.passed_over, summary.damaged) == (1, 1, 0, 0)
    assert Archive(tmp_path / "home").get(capture["sha256"]) == said.encode()
    assert capture["reason"] == "warc" and capture["kind"] == "report" and capture["outcome"] == "ok"
    assert capture["captured_at"] == sighting["seen_at"] == "2024-02-01T08:00:00.000Z"
    assert capture["response_headers"]["Server"] == "nginx"
    assert "Cookie" not in capture["request_headers"] and capture["request_headers"]["Host"] == "x"
    assert sighting == {
        "bureau_code": "hrss-900001", "url": f"{HOST}/a.html", "sha256": capture["sha256"],
        "capture_id": capture["capture_id"], "seen_at": "2024-02-01T08:00:00.000Z", "kind": "report", "list_title": TITLE,
        "published_on": "2024-01-19", "media_type": "text/html", "found_on": None, "is_present": True,
    }  # fmt: skip


def test_what_came_from_elsewhere_never_answers_a_request_of_ours(tmp_path, web_archive, bureaus):
    web_archive.response(f"{HOST}/a.html", page(), date="2100-01-01T00:00:00Z", ETag='"1"')
    taken(tmp_path / "home", web_archive, bureaus)
    archive = Archive(tmp_path / "home")
    assert archive.fresh(f"{HOST}/a.html", timedelta(days=36500)) is None
    assert archive.last_good(f"{HOST}/a.html") is None


@pytest.mark.parametrize(
    ("title", "owner"),
    [
        (TITLE, "hrss-900001"),
        ("甲市乙区人力资源和社会保障局2023年政府信息公开工作年度报告", "hrss-900002"),
        ("甲市人社局2023年政府信息公开年报", "hrss-900001"),
        ("丙市人力资源和社会保障局2023年政府信息公开工作年度报告", None),
        ("甲市教育局2023年政府信息公开工作年度报告", None),
        ("人力资源和社会保障局2023年政府信息公开工作年度报告", None),
        ("2023年政府信息公开工作年度报告", None),
        ("甲市人力资源和社会保障局2023年政府网站工作年度报表", None),
        ("甲市人力资源和社会保障局政府信息公开指南", None),
        ("政府信息公开年报", None),
    ],
)
def test_only_a_title_that_names_one_bureau_of_the_host_tells_whose_report_it_is(
    tmp_path, web_archive, bureaus, title, owner
):
    web_archive.response(f"{HOST}/a.html", page(title))
    summary, _, sightings = taken(tmp_path / "home", web_archive, bureaus)
    assert [sighting["bureau_code"] for sighting in sightings] == ([owner] if owner else [])
    assert summary.passed_over == (0 if owner else 1)


def test_an_address_that_the_registry_knows_needs_no_name_in_its_title(tmp_path, web_archive, bureaus):
    web_archive.response(f"{HOST}/known/2022.html", page("2022年政府信息公开工作年度报告"))
    _, _, (sighting,) = taken(tmp_path / "home", web_archive, bureaus)
    assert sighting["bureau_code"] == "hrss-900002"


def test_hosts_that_are_not_registered_are_left_out(tmp_path, web_archive, bureaus):
    for url in ("http://www.mirror.example/a.html", "http://10.0.0.1/a.html", "http://rsj.example.gov.cn:8080/a.html"):
        web_archive.response(url, page())
    summary, captures, _ = taken(tmp_path / "home", web_archive, bureaus)
    assert (captures, summary.elsewhere) == ([], 3)


def test_only_good_answers_count(tmp_path, web_archive, bureaus):
    web_archive.response(f"{HOST}/1.html", page(), "404 Not Found")
    web_archive.response(f"{HOST}/2.html", page(), "301 Moved Permanently", Location="/a.html")
    web_archive.response(f"{HOST}/3.html", "<html><title>404</title><body>您访问的页面不存在</body></html>")
    web_archive.response(f"{HOST}/4.html", f"<html><body><h1>{TITLE}</h1>{PROSE}<table><tr><td")
    concurrent = web_archive.response(f"{HOST}/5.html", page())
    web_archive.request(f"{HOST}/5.html", concurrent, "POST")
    summary, captures, _ = taken(tmp_path / "home", web_archive, bureaus)
    assert captures == []
    assert summary.passed_over == 4


def test_a_body_under_headers_that_no_longer_hold_is_taken_as_it_is(tmp_path, web_archive, bureaus):
    chunked = {"Transfer_Encoding": "chunked", "Content_Length": "9999999", "Content_Encoding": "gzip"}
    web_archive.response(f"{HOST}/1.html", page(), **chunked)
    packed = gzip.compress(page().encode())
    web_archive.response(f"{HOST}/2.html", b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed), **chunked)
    _, captures, _ = taken(tmp_path / "home", web_archive, bureaus)
    assert {Archive(tmp_path / "home").get(capture["sha256"]) for capture in captures} == {page().encode()}
    assert len(captures) == 2


def test_files_that_a_report_links_come_with_it_wherever_they_stand(tmp_path, web_archive, bureaus):
    linked = '<p><a href="/files/report.pdf">年度报告.pdf</a><a href="/files/other.doc">附件</a></p>'
    web_archive.response(f"{HOST}/files/report.pdf", PDF, Content_Type="application/pdf")
    web_archive.response(f"{HOST}/a.html", page(body=PROSE + linked))
    web_archive.response(f"{HOST}/files/other.doc", "<html><title>下载</title><body>请登录</body></html>")
    web_archive.response(f"{HOST}/files/unrelated.pdf", PDF, Content_Type="application/pdf")
    summary, captures, sightings = taken(tmp_path / "home", web_archive, bureaus)
    assert [(sighting["kind"], sighting["url"], sighting["found_on"]) for sighting in sightings] == [
        ("report", f"{HOST}/a.html", None),
        ("attachment", f"{HOST}/files/report.pdf", f"{HOST}/a.html"),
    ]
    assert {sighting["bureau_code"] for sighting in sightings} == {"hrss-900001"}
    assert [capture["kind"] for capture in captures] == ["report", "attachment"]
    assert summary.passed_over == 2


def test_a_page_seen_again_unchanged_is_seen_again(tmp_path, web_archive, bureaus):
    digest = "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"
    web_archive.record(
        f"{HOST}/a.html",
        "response",
        f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page()}".encode(),
        WARC_Date="2024-02-01T08:00:00Z",
        WARC_Payload_Digest=digest,
    )
    web_archive.revisit(f"{HOST}/a.html", digest, "2024-03-01T08:00:00.250Z")
    web_archive.revisit(f"{HOST}/unknown.html", "sha1:UNKNOWN", "2024-03-01T08:00:00Z")
    summary, captures, sightings = taken(tmp_path / "home", web_archive, bureaus)
    assert [sighting["seen_at"] for sighting in sightings] == ["2024-02-01T08:00:00.000Z", "2024-03-01T08:00:00.250Z"]
    assert len({capture["sha256"] for capture in captures}) == 1
    assert summary.passed_over == 1


def test_damaged_records_and_dates_are_counted_and_passed_over(tmp_path, web_archive, bureaus):
    web_archive.response(f"{HOST}/1.html", page(), date="yesterday")
    web_archive.response(f"{HOST}/2.html", page(), "OK fine")
    web_archive.raw(gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\n\r\n"))
    web_archive.response(f"{HOST}/a.html", page())
    summary, captures, _ = taken(tmp_path / "home", web_archive, bureaus)
    assert [capture["url"] for capture in captures] == [f"{HOST}/a.html"]
    assert summary.damaged == 3


def test_a_file_that_cannot_be_read_is_an_error_of_one_sentence(tmp_path, bureaus):
    with pytest.raises(ArchiveError, match="cannot be read"):
        taken_in(tmp_path / "home", tmp_path / "missing.warc.gz", RUN, bureaus)
