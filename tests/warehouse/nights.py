"""Made-up documents and landing folders: the warehouse needs no parser to be proved."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from parsing.model import CellKey, Check, Claim, Document, Figure, Place, Prose, Report, Source, Verdict
from store.capture import Capture
from store.home import Home
from warehouse import landing

FORM = Path(__file__).parents[2] / "parsing" / "form"
PARSER_VERSION = "1"
LIAOCHENG = "聊城市人力资源和社会保障局"
SHAOXING = "绍兴市人力资源和社会保障局"


def form_cells(edition: str) -> list[CellKey]:
    """Every (section, line, column) of an edition, from the form's own data."""
    with (FORM / "lines.csv").open(encoding="utf-8") as lines, (FORM / "columns.csv").open(encoding="utf-8") as columns:
        form_lines = [row for row in csv.DictReader(lines) if edition in row["editions"].split("|")]
        form_columns = [row for row in csv.DictReader(columns) if edition in row["edition"].split("|")]
    return [
        (line["section"], line["line_code"], column["column_code"])
        for line in form_lines
        for column in form_columns
        if column["section"] == line["section"]
        and (column["line_codes"] == "*" or line["line_code"] in column["line_codes"].split("|"))
    ]


def document(
    name: str,
    agency_name: str | None,
    report_year: int | None,
    cells: Mapping[CellKey, str | None] | None = None,
    claims: Iterable[Claim] = (),
    failing: Iterable[tuple[str, str, str]] = (),
    edition: str = "2021",
    verdict: Verdict | None = None,
    prose: str | None = None,
) -> Document:
    """A whole form of zeros but for ``cells`` (``None`` is a blank cell), with the given failing checks."""
    checks = tuple(Check(*where, Decimal(6), Decimal(0), "fail") for where in failing)
    source = Source(f"{name}.html", sha256_of(name), "text/html", "html")
    report = Report(
        agency_name=agency_name,
        report_year=report_year,
        form_edition=edition,
        title=name,
        verdict=verdict or ("source_inconsistent" if checks else "verified"),
        figures=tuple(_figure(key, (cells or {}).get(key, "0")) for key in form_cells(edition)),
        checks=(*checks, Check("balance", "balance", "natural_person", Decimal(0), Decimal(0), "pass")),
        claims=tuple(claims),
        prose=Prose(sha256_of(prose), (1, 2)) if prose else None,
    )
    return Document(source, report)


def _figure(key: CellKey, raw: str | None) -> Figure:
    where = Place(page=1, table=2, row=3, cell=4)
    if raw is None:
        return Figure(*key, None, "", "blank", where)
    return Figure(*key, Decimal(raw), raw, "zero" if Decimal(raw) == 0 else "number", where)


def claim(metric: str, kind: str, value: str, *, is_approximate: bool = False) -> Claim:
    number = Decimal(value)
    decimals = max(0, -int(number.as_tuple().exponent))
    return Claim(metric, kind, number, value, f"{metric} {value}", "overview", decimals, is_approximate, Place(line=7))


def sha256_of(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


@dataclass
class Run:
    """One run's landing folder in the making."""

    run_id: str
    documents: list[Document] = field(default_factory=list)
    sightings: list[dict[str, Any]] = field(default_factory=list)
    bureaus: list[dict[str, Any]] = field(default_factory=list)
    outcomes: list[dict[str, Any]] = field(default_factory=list)
    other_captures: list[dict[str, Any]] = field(default_factory=list)
    """Of requests that nothing was seen by."""
    parser_version: str = PARSER_VERSION

    def finds(
        self, bureau_code: str, state: str, at: str = "2024-02-01T18:30:00Z", label: str | None = None, reason: str = ""
    ) -> None:
        """How the run found the bureau's portal."""
        line = {"run_id": self.run_id, "bureau_code": bureau_code, "at": at, "scope": "bureau", "state": state}
        self.outcomes.append(
            line | {"label": label, "reason": reason, "url": None, "capture_id": None, "strategy": None}
        )

    def tells(self, bureau_code: str, url: str, state: str, *, report_year: int | None) -> None:
        """What became of an address that was captured and could not be read."""
        capture_id = next(capture["capture_id"] for capture in self.other_captures if capture["url"] == url)
        line = {"run_id": self.run_id, "bureau_code": bureau_code, "at": "2024-02-01T18:30:00Z", "scope": "address"}
        self.outcomes.append(
            line
            | {"state": state, "label": None, "reason": "", "url": url, "capture_id": capture_id, "strategy": "column"}
            | {"report_year": report_year}
        )

    def sees(
        self,
        document: Document,
        bureau_code: str | None,
        seen_at: str = "2024-02-01T18:00:00Z",
        url: str | None = None,
        **changes: Any,
    ) -> None:
        self.documents.append(document)
        url = url or f"https://example.gov.cn/{document.source.path}"
        self.sightings.append(
            {
                "bureau_code": bureau_code,
                "url": url,
                "sha256": document.source.sha256,
                "capture_id": sha256_of(f"{self.run_id}|{url}")[:32],
                "seen_at": seen_at,
                "kind": "report" if bureau_code else "import",
                "list_title": document.report.title,
                "published_on": "2024-01-20",
                "media_type": "text/html",
                "found_on": None,
            }
            | changes
        )

    def captures(self) -> list[dict[str, Any]]:
        return [
            Capture(
                **{name: sighting[name] for name in ("capture_id", "bureau_code", "kind", "url", "sha256")},
                run_id=self.run_id,
                final_url=sighting["url"],
                requested_at=sighting["seen_at"],
                captured_at=sighting["seen_at"],
                status=200,
                media_type="text/html",
                outcome="ok",
            ).as_record()
            for sighting in self.sightings
        ]

    def write(self, home: Path) -> None:
        folder = Home(home).landing(self.run_id).folder
        folder.mkdir(parents=True)
        log = Home(home).capture_log(self.run_id)
        log.parent.mkdir(parents=True, exist_ok=True)
        _write_lines(log, [*self.captures(), *self.other_captures])
        _write_lines(folder / "sightings.jsonl", self.sightings)
        if self.bureaus:
            _write_lines(folder / "bureaus.jsonl", self.bureaus)
        if self.outcomes:
            _write_lines(folder / "outcomes.jsonl", self.outcomes)
        landing.write_documents(folder, self.documents, self.parser_version)


def _write_lines(path: Path, records: Iterable[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")


def bureau(bureau_code: str, name_zh: str, aliases: Iterable[str] = (), **changes: Any) -> dict[str, Any]:
    return {
        "bureau_code": bureau_code,
        "names": [{"name_zh": name_zh, "name_en": "A bureau", "from_year": None, "to_year": None}],
        "aliases": list(aliases),
        "level": "prefecture",
        "region_code": bureau_code.removeprefix("hrss-"),
        "region_name_zh": name_zh[:3],
        "region_name_en": "A place",
        "platform": "liaocheng",
        "portal": {"base_url": "https://example.gov.cn"},
        "known_reports": [],
        "first_expected_year": 2019,
        "status": {"code": "active", "since": None, "reason": None},
        "confirmed": True,
    } | changes
