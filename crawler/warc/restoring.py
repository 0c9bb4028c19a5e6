"""An export of ours back into an archive: the same objects, the same captures in the same runs.

The sightings of a run are not in an export. If the run has no landing folder here, one is made from its captures of
reports and files. Parsing and loading then go on from there as after a crawl.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, suppress
from pathlib import Path

from scrapy.http import Headers, TextResponse
from scrapy.responsetypes import responsetypes

from crawler.archive import Archive
from crawler.archive.log import Log
from crawler.archive.record import key_of
from crawler.charset import in_its_charset
from crawler.evidence import of_page
from crawler.pages import page_titles
from crawler.registry import Bureau
from crawler.run import Run
from crawler.warc.export import CAPTURE_TYPE, SOFTWARE
from crawler.warc.records import records
from store.capture import Capture, parse_capture
from store.home import Home
from store.landed import Sighting, SightingKind
from store.run_id import RUN_ID

MAX_RECORD_BYTES = 1024 * 1024 * 1024
"""Local files are imported whatever their size."""

SIGHTED: Mapping[str, SightingKind] = {"report": "report", "attachment": "attachment", "import": "import"}
REFUSED = frozenset({"look_alike", "other_agency"})


def is_own_export(path: Path) -> bool:
    """Whether the first record of a file says that this crawler wrote it."""
    for record in records(path, Counter()):
        if record.rec_type != "warcinfo":
            return False
        lines = record.raw_stream.read().decode("utf-8", "replace").splitlines()
        return f"software: {SOFTWARE}" in lines and f"conformsTo: {CAPTURE_TYPE}" in lines
    return False


def restore(home: Path, path: Path, bureaus: tuple[Bureau, ...], tally: Counter[str]) -> None:
    """Put back what the archive lacks; ``tally`` counts ``restored``, ``sightings`` and those ``missing`` their bytes."""
    archive, log = Archive(home), Log(Home(home).captures)
    known: dict[str, set[str]] = {}
    with closing(archive), closing(_Runs(home, bureaus, archive)) as runs:
        for record in records(path, tally, MAX_RECORD_BYTES):
            if record.rec_type in ("response", "resource"):
                archive.put(record.raw_stream.read())
            elif record.rec_type == "metadata" and record.content_type == CAPTURE_TYPE:
                capture = parse_capture(record.raw_stream.read())
                if capture is None or not _is_whole(capture):
                    tally["damaged"] += 1
                    continue
                if capture.run_id not in known:
                    known[capture.run_id] = set(_ids(log, capture.run_id))
                if capture.capture_id in known[capture.run_id]:
                    continue
                known[capture.run_id].add(capture.capture_id)
                tally["restored"] += 1
                tally["missing"] += bool(capture.sha256 and archive.lacking([capture.sha256]))
                archive.append_capture(capture)
                tally["sightings"] += runs.land(capture)


def _ids(log: Log, run_id: str) -> Iterator[str]:
    if log.path(run_id).exists():
        for _, line in log.lines(run_id):
            capture = parse_capture(line)
            if capture is not None:
                yield capture.capture_id


def _is_whole(capture: Capture) -> bool:
    """Whether a capture from a file may be kept: its run has a name, and its request can be distinguished from others."""
    with suppress(TypeError, ValueError, AttributeError):
        key_of(capture)
        return RUN_ID.fullmatch(capture.run_id) is not None
    return False


class _Runs:
    """Restored runs, one open at a time; a run that has a landing already is left as it is."""

    def __init__(self, home: Path, bureaus: tuple[Bureau, ...], archive: Archive) -> None:
        self.home = home
        self.bureaus = {bureau.bureau_code: bureau for bureau in bureaus}
        self.archive = archive
        self._open = ExitStack()
        self._run: Run | None = None
        self._run_id: str | None = None
        self._made: set[str] = set()

    def land(self, capture: Capture) -> int:
        """Sight what a capture shows; the number of sightings."""
        if capture.outcome != "ok" or capture.kind not in SIGHTED or not capture.sha256:
            return 0
        if capture.status not in (None, 200) or self.archive.lacking([capture.sha256]):
            return 0
        run = self._opened(capture.run_id)
        if run is None:
            return 0
        is_sighted, title = self._title(capture)
        if not is_sighted:
            return 0
        sighting = Sighting(
            bureau_code=capture.bureau_code,
            url=capture.url,
            sha256=capture.sha256,
            capture_id=capture.capture_id,
            seen_at=capture.captured_at,
            kind=SIGHTED[capture.kind],
            list_title=title,
            published_on=None,
            media_type=capture.media_type,
            found_on=capture.request_headers.get("Referer"),
        )
        run.land(sighting)
        return 1

    def close(self) -> None:
        self._open.close()

    def _opened(self, run_id: str) -> Run | None:
        if run_id != self._run_id:
            self.close()
            is_ours = run_id in self._made or not Home(self.home).landing(run_id).folder.exists()
            run = Run(self.home, run_id, tuple(self.bureaus.values()))
            self._run_id, self._run = run_id, self._open.enter_context(run) if is_ours else None
            if is_ours:
                self._made.add(run_id)
        return self._run

    def _title(self, capture: Capture) -> tuple[bool, str | None]:
        """Whether a capture is to be sighted, and under which title: a page may say that it is another document."""
        bureau = self.bureaus.get(capture.bureau_code or "")
        if capture.kind != "report" or bureau is None:
            return True, None
        body = self.archive.get(capture.object_name)
        headers = Headers({"Content-Type": capture.media_type or ""})
        kind = responsetypes.from_args(headers=headers, url=capture.url, body=body)
        page = in_its_charset(kind(capture.url, headers=headers, body=body))
        if not isinstance(page, TextResponse):
            return True, None
        titles = page_titles(page)
        evidence = of_page(titles, bureau.printed_names, titles.first or capture.url, None)
        return evidence.finding not in REFUSED, evidence.title
