"""The dictionary: what each metric means and is made of, and the lines and columns of the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from dashboard.releases import Row
from dashboard.visit import Visit


def page(visit: Visit) -> Mapping[str, Any]:
    metrics = visit.rows("metrics")
    return {
        "groups": [(kind, list(rows)) for kind, rows in groupby(metrics, key=lambda row: row["kind"])],
        "count": len(metrics),
        "sections": _sections(visit.rows("form_lines"), visit.rows("form_columns")),
    }


def _sections(lines: Sequence[Row], columns: Sequence[Row]) -> list[tuple[str, list[Row], list[Row]]]:
    """Each table of the form with its lines and its columns."""
    return [
        (section, list(rows), [column for column in columns if column["section_code"] == section])
        for section, rows in groupby(lines, key=lambda row: row["section_code"])
    ]
