"""Web archives are imported like any local file: what they hold of registered bureaus lands as a run."""

import io
import json

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.archive import Archive
from crawler.imports import land
from crawler.local_files import local_files
from crawler.registry import load
from store.errors import ArchiveError

RUN = "20250131T023000Z-0a1b"


@pytest.fixture(name="bureau")
def _bureau():
    return next(bureau for bureau in load() if bureau.bureau_code == "hrss-371500")


def write(path, url: str, title: str) -> None:
    body = f"<html><body><h1>{title}</h1><p>{'本机关主动公开政府信息。' * 40}</p></body></html>".encode()
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], "HTTP/1.1")
        dated = {"WARC-Date": "2024-02-01T08:00:00Z"}
        writer.write_record(
            writer.create_warc_record(
                url, "response", io.BytesIO(body), len(body), http_headers=head, warc_headers_dict=dated
            )
        )


def test_a_report_of_a_web_archive_lands_beside_local_files(tmp_path, bureau):
    title = f"{bureau.names[0].name_zh}2023年政府信息公开工作年度报告"
    write(tmp_path / "crawl.warc.gz", f"{bureau.base_url}/a.html", title)
    (tmp_path / "report.txt").write_text(title)
    home = tmp_path / "home"
    imported = land(home, RUN, local_files([tmp_path / "crawl.warc.gz", tmp_path / "report.txt"]))
    ((_, taken),) = imported.web_archives
    assert (imported.files, taken.sightings) == (1, 1)
    folder = home / "landing" / RUN
    seen = [json.loads(line) for line in (folder / "sightings.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {(sighting["kind"], sighting["bureau_code"]) for sighting in seen} == {
        ("import", None), ("report", "hrss-371500"),
    }  # fmt: skip
    archive = Archive(home)
    assert all(archive.get(sighting["sha256"]) for sighting in seen)
    captures = {capture.capture_id for capture in archive.all_captures()}
    assert captures == {sighting["capture_id"] for sighting in seen}
    assert (folder / "bureaus.jsonl").exists()


def test_a_web_archive_without_reports_is_nothing_to_import(tmp_path, bureau):
    write(tmp_path / "crawl.warc.gz", f"{bureau.base_url}/a.html", "通知公告")
    with pytest.raises(ArchiveError, match="nothing to import"):
        land(tmp_path / "home", RUN, local_files([tmp_path / "crawl.warc.gz"]))
