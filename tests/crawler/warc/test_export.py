"""What goes out as WARC comes back as it was, and other tools can read it."""

import json
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from crawler.archive import Archive, iso, moment, utc_now
from crawler.archive.moving import pull_logs
from crawler.archive.verify import verify
from crawler.run import Run
from crawler.warc import TakenIn, export, take_in
from store.capture import Capture
from store.errors import ArchiveError
from store.home import Home

RUN, NEXT_RUN, IMPORT_RUN = "20250131T023000Z-0a1b", "20250201T023000Z-0a1c", "20250301T023000Z-0a1d"
HOST = "http://rsj.example.gov.cn"
TITLE = "甲市人力资源和社会保障局2023年政府信息公开工作年度报告"
PAGE = f"<html><body><h1>{TITLE}</h1><p>正文</p></body></html>".encode()
PDF = b"%PDF-1.7 \r\n\r\nWARC/1.0\r\n%%EOF"
DAY = timedelta(days=1)


@pytest.fixture(name="home")
def _home(tmp_path) -> Path:
    """Captures of every kind, in two runs."""
    home = tmp_path / "home"
    archive = Archive(home)

    def capture(url: str, body: bytes | None, age: timedelta = DAY, run: str = RUN, **facts) -> None:
        captured_at = iso(utc_now() - age)
        given = {
            "run_id": run, "bureau_code": "hrss-900001", "kind": "report", "final_url": url,
            "requested_at": captured_at, "captured_at": captured_at, "status": 200,
            "request_headers": {"User-Agent": "gongkai/0.1", "Referer": f"{HOST}/list"},
            "response_headers": {"Content-Type": "text/html", "Content-Encoding": "gzip", "Content-Length": "7", "ETag": '"1"'},
            "media_type": "text/html", "sha256": archive.put(body) if body is not None else None,
            "size": len(body) if body is not None else None, "tls": {"sha256": "0" * 64}, "outcome": "ok", **facts,
        }  # fmt: skip
        archive.append_capture(Capture(capture_id=archive.next_capture_id(run, url), url=url, **given))

    capture(f"{HOST}/a.html", PAGE, 3 * DAY)
    capture(f"{HOST}/a b/年报.pdf?x=1", PDF, kind="attachment", media_type="application/pdf")
    capture(f"{HOST}/list", b"[]", kind="list", method="POST", request_body="page=1&名=值")
    capture(f"{HOST}/gone", b"", status=404, outcome="not_here")
    capture(f"{HOST}/moved", b"", status=301, response_headers={"Location": "/a.html"})
    capture(f"{HOST}/a.html", PAGE, run=NEXT_RUN, status=304, outcome="not_modified")
    capture(f"{HOST}/b.html", PAGE, run=NEXT_RUN)
    capture("http://10.0.0.1/ \n", None, run=NEXT_RUN, status=None, outcome="refused", label="private_address")
    capture(f"{HOST}/slow", None, run=NEXT_RUN, status=None, outcome="failed", label="timeout", error="Timeout: \udc80")
    local = {"kind": "import", "method": "IMPORT", "status": None, "reason": "import", "bureau_code": None}
    capture("import:我的 文件.doc", b"\xd0\xcf\x11\xe0", run=NEXT_RUN, media_type=None, **local)
    capture(f"{HOST}/own.html", PAGE + b"<!-- warc -->", run=NEXT_RUN, reason="warc")
    archive.close()
    return home


def taken_in(home: Path, path: Path, run_id: str, bureaus) -> TakenIn:
    with Run(home, run_id, bureaus) as run:
        return take_in(run, path)


def objects(home: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (home / "archive" / "objects").rglob("*") if path.is_file()}


def logs(home: Path) -> dict[str, list]:
    return {
        path.name: [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        for path in (home / "archive" / "captures").glob("*.jsonl")
    }


def test_an_export_into_an_empty_home_gives_the_same_captures_and_objects(home, tmp_path, bureaus):
    exported = export(home, tmp_path / "out.warc.gz")
    assert (exported.captures, exported.missing) == (11, 0)
    taken = taken_in(tmp_path / "copy", tmp_path / "out.warc.gz", IMPORT_RUN, bureaus)
    assert (taken.restored, taken.missing, taken.damaged) == (11, 0, 0)
    assert logs(tmp_path / "copy") == logs(home)
    assert objects(tmp_path / "copy") == objects(home)
    assert verify(tmp_path / "copy").is_sound
    restored = Archive(tmp_path / "copy")
    assert restored.fresh(f"{HOST}/a.html", 30 * DAY) == Archive(home).fresh(f"{HOST}/a.html", 30 * DAY)


def test_taking_an_export_in_twice_changes_nothing(home, tmp_path, bureaus):
    export(home, tmp_path / "out.warc.gz")
    copy = tmp_path / "copy"
    taken_in(copy, tmp_path / "out.warc.gz", IMPORT_RUN, bureaus)
    before = logs(copy), objects(copy), sorted((copy / "landing").rglob("*"))
    assert taken_in(copy, tmp_path / "out.warc.gz", IMPORT_RUN, bureaus).restored == 0
    assert taken_in(home, tmp_path / "out.warc.gz", IMPORT_RUN, bureaus).restored == 0
    assert (logs(copy), objects(copy), sorted((copy / "landing").rglob("*"))) == before


def test_restored_runs_land_what_they_had_seen(home, tmp_path, bureaus):
    export(home, tmp_path / "out.warc.gz")
    copy = tmp_path / "copy"
    assert taken_in(copy, tmp_path / "out.warc.gz", IMPORT_RUN, bureaus).sightings == 5
    seen = [
        json.loads(line)
        for run in (RUN, NEXT_RUN)
        for line in (copy / "landing" / run / "sightings.jsonl").read_text("utf-8").splitlines()
    ]
    assert [(sighting["kind"], sighting["url"].removeprefix(HOST)) for sighting in seen] == [
        ("report", "/a.html"), ("attachment", "/a b/年报.pdf?x=1"), ("report", "/b.html"), ("import", "import:我的 文件.doc"),
        ("report", "/own.html"),
    ]  # fmt: skip
    assert seen[0]["list_title"] == TITLE and seen[0]["bureau_code"] == "hrss-900001"
    assert (copy / "landing" / RUN / "bureaus.jsonl").exists()


def test_only_what_was_captured_since_a_day_goes_out(home, tmp_path, bureaus):
    exported = export(home, tmp_path / "out.warc.gz", since=utc_now() - 2 * DAY)
    assert exported.captures == 10
    taken = taken_in(tmp_path / "copy", tmp_path / "out.warc.gz", IMPORT_RUN, bureaus)
    assert (taken.restored, taken.missing) == (10, 0), "what a 304 confirms is in the file, too"


def test_a_capture_whose_bytes_are_lost_goes_out_without_them(home, tmp_path, bureaus):
    archive = Archive(home)
    lost = archive.last_good(f"{HOST}/a b/年报.pdf?x=1")
    Home(home).object(lost.sha256).unlink()
    assert export(home, tmp_path / "out.warc.gz").missing == 1
    taken = taken_in(tmp_path / "copy", tmp_path / "out.warc.gz", IMPORT_RUN, bureaus)
    assert (taken.restored, taken.missing) == (11, 1)


def test_what_is_lost_is_missed_in_a_store_as_well(home, tmp_path, bureaus, monkeypatch):
    Home(home).object(Archive(home).last_good(f"{HOST}/a b/年报.pdf?x=1").sha256).unlink()
    export(home, tmp_path / "out.warc.gz")
    monkeypatch.setenv("GONGKAI_ARCHIVE_URL", f"memory://{tmp_path.name}-lost")
    taken = taken_in(tmp_path / "copy", tmp_path / "out.warc.gz", IMPORT_RUN, bureaus)
    assert (taken.restored, taken.missing) == (11, 1)
    assert pull_logs(tmp_path / "elsewhere") > 0
    assert logs(tmp_path / "elsewhere") == logs(tmp_path / "copy")


def test_a_file_that_is_there_is_not_written_over(home, tmp_path):
    (tmp_path / "out.warc.gz").write_bytes(b"mine")
    with pytest.raises(ArchiveError, match="is there already"):
        export(home, tmp_path / "out.warc.gz")
    assert (tmp_path / "out.warc.gz").read_bytes() == b"mine"
    assert [path.name for path in tmp_path.iterdir() if "tmp" in path.name] == []


def test_other_tools_read_the_file(home, tmp_path):
    export(home, tmp_path / "out.warc.gz")
    with (tmp_path / "out.warc.gz").open("rb") as file:
        found = [
            (record.rec_type, record.rec_headers, record.content_stream().read()) for record in ArchiveIterator(file)
        ]
    assert {headers.protocol for _, headers, _ in found} == {"WARC/1.1"}
    kinds = [kind for kind, _, _ in found]
    assert (kinds.count("metadata"), kinds.count("response"), kinds.count("revisit")) == (11, 5, 3)
    page = next(
        body for kind, headers, body in found if kind == "response" and headers["WARC-Target-URI"].endswith("/a.html")
    )
    assert page == PAGE
    assert all(headers["WARC-Date"] for _, headers, _ in found)
    digests = [headers["WARC-Payload-Digest"] for kind, headers, _ in found if kind in ("response", "revisit")]
    assert all(digest.startswith("sha256:") and len(digest) == 71 for digest in digests)
    dates = [moment(headers["WARC-Date"]) for _, headers, _ in found[1:]]
    assert max(dates) - min(dates) < 3 * DAY
    assert all(headers["WARC-Target-URI"].isascii() for _, headers, _ in found[1:])


def test_the_digests_of_the_file_hold(home, tmp_path, capsys):
    export(home, tmp_path / "out.warc.gz")
    checker = Checker(SimpleNamespace(inputs=[str(tmp_path / "out.warc.gz")], verbose=True))
    checker.process_all()
    said = capsys.readouterr().out
    assert checker.exit_value == 0, said
    assert "digest pass" in said
