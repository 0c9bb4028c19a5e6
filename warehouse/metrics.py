"""The metrics as data: one YAML a metric in ``warehouse/metric_definitions``, read and checked here, and what is generated from them.

``python -m warehouse.metrics`` writes the seeds that dbt reads, the metrics that the parser finds in prose, and the pages of the documentation,
that of the codes (``codes.py``) and the lists of codes that come from data among them; ``--check`` changes nothing and exits 1 if one of them
is not what the YAML says.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import yaml

from warehouse import codes
from warehouse.digest import FORM

PROJECT = Path(__file__).resolve().parents[1]
METRICS = PROJECT / "warehouse" / "metric_definitions"
SEEDS = PROJECT / "dbt" / "seeds"
PAGE = PROJECT / "docs" / "metrics.md"
CLAIM_METRICS = FORM / "claim_metrics.csv"
"""What the parser reads of the metrics; `parsing` is below `warehouse` and imports none of it."""

KINDS = ("count", "rate", "amount", "duration")
JUDGEMENTS = ("more_open", "less_open")
_VALUE_KINDS = {"%": "pct", "CNY": "cny", "working day": "working_day"}


class MetricError(ValueError):
    """A metric's file that cannot be used, in one sentence."""


@dataclass(frozen=True, slots=True)
class Metric:
    """What one number of a report means, and how it is had from the form.

    A metric has cells (their sum is its value), or a numerator and a denominator (sums of other metrics, the ratio times
    ``per`` is its value), or nothing of these: then only the prose states it.
    """

    metric_code: str
    name_zh: str
    name_en: str
    definition_zh: str
    definition_en: str
    unit: str
    kind: str
    """count, rate, amount or duration."""
    editions: tuple[str, ...]
    """Editions of the form that print all it takes."""
    cells: Mapping[str, tuple[str, ...]]
    """By edition: ``section/line/column`` of each cell that is added up."""
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    per: int | None
    caveats_zh: str | None
    caveats_en: str | None
    higher_is: str | None
    """more_open, less_open, or ``None`` if a higher value is no judgement."""
    is_benchmarked: bool
    """Bureaus are placed among their peers by it."""
    is_in_prose: bool
    """The prose states figures of it, and the parser binds them to it (``parsing/prose/claims``)."""

    @property
    def is_rate(self) -> bool:
        return self.kind == "rate"

    @property
    def value_kind(self) -> str | None:
        """The kind of claim (``parsing.model.Claim``) that states the value itself, as against a change of it."""
        return "count" if self.kind == "count" else _VALUE_KINDS.get(self.unit)

    @property
    def form_cell(self) -> str | None:
        """The one cell that prints the metric in every edition that has it, if it is one."""
        found = set(self.cells.values())
        return found.pop()[0] if len(found) == 1 and all(len(cells) == 1 for cells in self.cells.values()) else None

    @property
    def formula(self) -> str | None:
        """The formula as a line of text."""
        if self.numerator:
            return f"{_total(self.numerator)} / {_total(self.denominator)} × {self.per}"
        by_edition = {" + ".join(cells): edition for edition, cells in self.cells.items()}
        if len(by_edition) < 2:
            return next(iter(by_edition), None)
        return "; ".join(f"{edition}: {cells}" for cells, edition in by_edition.items())


def _total(codes: tuple[str, ...]) -> str:
    return codes[0] if len(codes) == 1 else f"({' + '.join(codes)})"


def read_metrics(folder: Path = METRICS) -> tuple[Metric, ...]:
    """Every metric of a folder, by code.

    Raises MetricError if a file is not a metric, or a formula names a metric that is not there or is a rate itself.
    """
    metrics = {}
    for file in sorted(folder.glob("*.yaml")):
        metric = _read(file)
        if metric.metric_code != file.stem:
            raise MetricError(f"{file.name} holds the metric {metric.metric_code}.")
        metrics[file.stem] = metric
    for metric in metrics.values():
        for code in (*metric.numerator, *metric.denominator):
            if code not in metrics or metrics[code].numerator:
                raise MetricError(f"{metric.metric_code}: {code} is no metric that a rate can be made of.")
    return tuple(metrics.values())


def _read(file: Path) -> Metric:
    try:
        values = yaml.safe_load(file.read_text(encoding="utf-8"))
        formula = values.pop("formula") or {}
        editions = tuple(values.pop("editions"))
        cells = formula.pop("cells", {})
        by_edition = cells if isinstance(cells, dict) else dict.fromkeys(editions, cells)
        metric = Metric(
            editions=editions,
            cells={edition: tuple(by_edition[edition]) for edition in editions} if by_edition else {},
            numerator=tuple(formula.pop("numerator", ())),
            denominator=tuple(formula.pop("denominator", ())),
            per=formula.pop("per", None),
            **values,
        )
    except (AttributeError, KeyError, TypeError, yaml.YAMLError) as error:
        raise MetricError(f"{file.name} is no metric: {' '.join(str(error).split())}.") from error
    objection = "unknown " + ", ".join(formula) if formula else _objection(metric, by_edition)
    if objection:
        raise MetricError(f"{file.name}: {objection}.")
    return metric


def _objection(metric: Metric, cells: Mapping[str, Any]) -> str | None:
    texts = (metric.name_zh, metric.name_en, metric.definition_zh, metric.definition_en, metric.unit)
    if not all(isinstance(text, str) and text for text in texts):
        return "a name, a definition or the unit is missing"
    if metric.kind not in KINDS:
        return f"kind {metric.kind!r} is not one of {', '.join(KINDS)}"
    if metric.higher_is not in (None, *JUDGEMENTS):
        return f"higher_is {metric.higher_is!r} is not one of {', '.join(JUDGEMENTS)} or null"
    if set(cells) - set(metric.editions):
        return "cells are given for an edition that is not listed"
    if any(cell.count("/") != 2 for edition in metric.cells.values() for cell in edition):
        return "a cell is not section/line/column"
    is_ratio = bool(metric.numerator)
    if is_ratio != bool(metric.denominator) or is_ratio != (metric.per is not None) or (is_ratio and metric.cells):
        return "a formula is either cells, or numerator, denominator and per"
    if is_ratio and not metric.is_rate:
        return "a ratio is of the kind rate"
    return None


def seeds(metrics: Iterable[Metric]) -> dict[str, str]:
    """The seeds of dbt by file name: the metrics, the cells that they add up, the metrics that a rate is made of."""
    held = tuple(metrics)
    return {
        "metrics.csv": _csv(_rows(held)),
        "metric_cells.csv": _csv(
            dict(
                zip(
                    ("metric_code", "form_edition", "section_code", "line_code", "column_code"),
                    (metric.metric_code, edition, *cell.split("/")),
                    strict=True,
                )
            )
            for metric in held
            for edition, cells in metric.cells.items()
            for cell in cells
        ),
        "metric_parts.csv": _csv(
            {"metric_code": metric.metric_code, "part": part, "component_code": code}
            for metric in held
            for part, codes in (("numerator", metric.numerator), ("denominator", metric.denominator))
            for code in codes
        ),
    }


def _rows(metrics: Iterable[Metric]) -> Iterator[dict[str, object]]:
    elsewhere = ("cells", "numerator", "denominator", "is_in_prose")
    plain = [field.name for field in fields(Metric) if field.name not in elsewhere]
    for metric in metrics:
        values = {name: getattr(metric, name) for name in plain}
        yield values | {
            "editions": "|".join(metric.editions),
            "is_rate": metric.is_rate,
            "value_kind": metric.value_kind,
            "form_cell": metric.form_cell,
            "formula": metric.formula,
            "numerator": " + ".join(metric.numerator),
            "denominator": " + ".join(metric.denominator),
        }


def claim_metrics(metrics: Iterable[Metric]) -> str:
    """The metrics that the prose states, for the parser: unit, the cell of the form that prints the same, names."""
    return _csv(
        {
            "metric": metric.metric_code,
            "unit": metric.unit,
            "form_figure": metric.form_cell,
            "label_zh": metric.name_zh,
            "label_en": metric.name_en,
        }
        for metric in metrics
        if metric.is_in_prose
    )


def _csv(rows: Iterable[Mapping[str, object]]) -> str:
    text = io.StringIO()
    held = list(rows)
    writer = csv.DictWriter(text, list(held[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _plain(value) for name, value in row.items()} for row in held)
    return text.getvalue()


def _plain(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value


def page(metrics: Iterable[Metric]) -> str:
    """The page of the documentation, both languages side by side."""
    head = "# Metrics\n\nGenerated from `warehouse/metric_definitions` by `python -m warehouse.metrics`; edit the YAML, not this page.\n"
    return head + "".join(_section(metric) for metric in metrics)


def _section(metric: Metric) -> str:
    facts = [
        f"- **{metric.name_en}** ({metric.unit}, {metric.kind}): {metric.definition_en}",
        f"- **{metric.name_zh}**：{metric.definition_zh}",
        f"- `{metric.formula}`" if metric.formula else "",
        f"- Editions of the form: {', '.join(metric.editions)}" if metric.editions else "",
        f"- {metric.caveats_en}" if metric.caveats_en else "",
        f"- {metric.caveats_zh}" if metric.caveats_zh else "",
    ]
    return f"\n## {metric.metric_code}\n\n" + "\n".join(fact for fact in facts if fact) + "\n"


def generated(folder: Path = METRICS) -> dict[Path, str]:
    """Every generated file and what belongs in it."""
    metrics = read_metrics(folder)
    pages = {PAGE: page(metrics), codes.PAGE: codes.page(codes.coded_columns())}
    for_parser = {CLAIM_METRICS: claim_metrics(metrics)}
    return {SEEDS / name: text for name, text in seeds(metrics).items()} | for_parser | pages | codes.listed()


def main(arguments: list[str]) -> int:
    """Write what changed, or with ``--check`` only name it; the exit status."""
    try:
        files = generated()
    except MetricError as error:
        print(error, file=sys.stderr)
        return 1
    stale = [file for file, text in files.items() if not file.is_file() or file.read_text(encoding="utf-8") != text]
    if "--check" in arguments:
        for file in stale:
            print(
                f"{file.relative_to(PROJECT)} is not what the YAML of the metrics says, or the data of the form: run python -m warehouse.metrics."
            )
        return int(bool(stale))
    for file in stale:
        file.parent.mkdir(exist_ok=True)
        file.write_text(files[file], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
