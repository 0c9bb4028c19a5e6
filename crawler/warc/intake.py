"""Web archives into ours: reports of registered bureaus with their files, and our own exports as they were.

Of a file from elsewhere only good answers count. A page must have the title of an annual report of a bureau registered on
its host, or be known to the registry as one. Files count if such a page links them. They become captures with the
reason ``warc``, made when the archive says, and sightings of the run. They never stand in for an answer to a request.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scrapy.http import Headers, Response, TextResponse
from scrapy.responsetypes import responsetypes

from crawler.answers import judge
from crawler.charset import in_its_charset
from crawler.hosts import Hosts
from crawler.media import media_type
from crawler.pages import canonical, find_date
from crawler.run import Run
from crawler.warc.ownership import Owner, Owners
from crawler.warc.reading import Answer, read
from crawler.warc.restoring import is_own_export, restore
from store.capture import Capture
from store.errors import ArchiveError
from store.landed import Sighting


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What a file brought: captures and sightings of this run, captures put back into their own runs, and what was left."""

    captures: int
    sightings: int
    restored: int
    """Captures of an export of ours."""
    missing: int
    """Of these, such as the file has no bytes for."""
    passed_over: int
    """Answers of registered hosts that are no reports, no files of one, or no good answers."""
    elsewhere: int
    too_large: int
    damaged: int


def take_in(run: Run, path: Path) -> TakenIn:
    """Read the WARC file at ``path`` into the archive and the landing of ``run``.

    Raises `ArchiveError` if the file cannot be read at all.
    """
    tally = Counter[str]()
    try:
        if is_own_export(path):
            restore(run.home, path, run.bureaus, tally)
        else:
            _Intake(run, tally).take(path)
    except OSError as error:
        raise ArchiveError(f"{path} cannot be read: {error.strerror or error}") from error
    return TakenIn(**{name: tally[name] for name in TakenIn.__dataclass_fields__})


class _Intake:
    def __init__(self, run: Run, tally: Counter[str]) -> None:
        self.run = run
        self.archive = run.archive
        self.hosts = Hosts(run.bureaus)
        self.owners = Owners(run.bureaus)
        self.tally = tally
        self.pages: dict[str, tuple[Owner | None, str]] = {}
        """By payload digest: whose report those bytes are, and their SHA-256."""
        self.files: dict[str, tuple[Owner, str]] = {}
        """By address: files that reports link, and the report's address."""

    def take(self, path: Path) -> None:
        """Reports first, then the files that they link, which may stand anywhere."""
        for answer in read(path, self.hosts, self.tally):
            if not self._take_report(answer):
                self.tally["passed_over"] += 1
        if self.files:
            for answer in read(path, self.hosts):
                if canonical(answer.url) in self.files and self._take_file(answer):
                    self.tally["passed_over"] -= 1

    def _take_report(self, answer: Answer) -> bool:
        if answer.body is None:
            owner, sha256 = self.pages.get(answer.digest or "", (None, ""))
        else:
            response = _response(answer)
            owner = self.owners.of(answer.url, response) if self._is_good(answer, "report") else None
            sha256 = self.archive.put(answer.body) if owner else ""
            if owner and answer.digest:
                self.pages[answer.digest] = (owner, sha256)
            if owner and isinstance(response, TextResponse):
                for url in self.owners.files_of(owner, response):
                    self.files.setdefault(canonical(url), (owner, answer.url))
        if owner is None or not 200 <= answer.status < 300:
            return False
        self._land(answer, "report", sha256, owner, None)
        return True

    def _take_file(self, answer: Answer) -> bool:
        owner, found_on = self.files[canonical(answer.url)]
        if answer.body is None or not self._is_good(answer, "attachment"):
            return False
        self._land(answer, "attachment", self.archive.put(answer.body), owner, found_on)
        return True

    @staticmethod
    def _is_good(answer: Answer, kind: str) -> bool:
        """Lengths are not compared: archives keep bodies unpacked under the headers they came with."""
        headers = {name: value for name, value in answer.headers.items() if name.lower() != "content-length"}
        body = answer.body or b""
        is_good = 200 <= answer.status < 300
        return is_good and judge(kind, answer.url, answer.status, headers, body, _media(answer)).outcome == "ok"

    def _land(self, answer: Answer, kind: Any, sha256: str, owner: Owner, found_on: str | None) -> None:
        capture = self._capture(answer, kind, sha256, owner)
        self.archive.append_capture(capture)
        sighting = Sighting(
            bureau_code=owner.bureau.bureau_code,
            url=answer.url,
            sha256=sha256,
            capture_id=capture.capture_id,
            seen_at=answer.captured_at,
            kind=kind,
            list_title=owner.title,
            published_on=find_date(owner.published_on),
            media_type=capture.media_type,
            found_on=found_on,
        )
        self.run.land(sighting)
        self.tally.update(captures=1, sightings=1)

    def _capture(self, answer: Answer, kind: str, sha256: str, owner: Owner) -> Capture:
        return Capture(
            capture_id=self.archive.next_capture_id(self.run.run_id, answer.url),
            run_id=self.run.run_id,
            bureau_code=owner.bureau.bureau_code,
            kind=kind,
            url=answer.url,
            final_url=answer.url,
            requested_at=answer.captured_at,
            captured_at=answer.captured_at,
            status=answer.status,
            request_headers=answer.request_headers,
            response_headers=answer.headers,
            media_type=_media(answer) if answer.body is not None else "text/html",
            sha256=sha256,
            size=self.archive.size(sha256),
            reason="warc",
            outcome="ok",
        )


def _media(answer: Answer) -> str | None:
    content_type = next((value for name, value in answer.headers.items() if name.lower() == "content-type"), None)
    return media_type(answer.body or b"", content_type)


def _response(answer: Answer) -> Response:
    headers = Headers()
    with suppress(UnicodeEncodeError):
        headers = Headers({name: value for name, value in answer.headers.items() if name.lower() == "content-type"})
    kind = responsetypes.from_args(headers=headers, url=answer.url, body=answer.body or b"")
    return in_its_charset(kind(answer.url, status=answer.status, headers=headers, body=answer.body or b""))
