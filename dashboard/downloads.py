"""Files made from a release: every table as CSV, every chart as SVG and PNG, pages of archived documents."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from starlette.responses import Response

from dashboard import compared, drawings
from dashboard.charts import png
from dashboard.errors import PageError
from dashboard.evidence import BusyError, desk
from dashboard.format import day
from dashboard.tables import TABLES
from dashboard.visit import Visit
from parsing.limits import MAX_PAGES
from parsing.output import digits
from parsing.pool.errors import ChildError
from store.errors import ArchiveError
from warehouse.export import FORMULA

DRAWINGS = {**drawings.DRAWINGS, **compared.DRAWINGS}
_NAMING = ("bureau_code", "metric", "report_year", "year", "group")
"""What of an address goes into a file's name, so that files of two bureaus have different names."""
_SAFE = re.compile(r"[^A-Za-z0-9_.-]")
"""What may not stand in a file's name, nor in a header."""


def table(visit: Visit, name: str) -> Response:
    """A table as CSV: UTF-8 with a mark, which Excel needs and others skip; LF, as in releases."""
    if name not in TABLES:
        raise PageError("no_such_page")
    rows = visit.rows(TABLES[name].question, **TABLES[name].values(visit))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if rows:
        writer.writerow(rows[0])
    writer.writerows([_plain(value) for value in row.values()] for row in rows)
    return _attachment("\ufeff" + out.getvalue(), "text/csv; charset=utf-8", f"gongkai_{name}.csv", visit)


def svg(visit: Visit, name: str) -> Response:
    """A chart as a file of its own, with its colours in it."""
    return _attachment(_drawn(visit, name), "image/svg+xml", f"gongkai_{name}.svg", visit)


def picture(visit: Visit, name: str) -> Response:
    """The same as PNG."""
    return _attachment(png.from_svg(_drawn(visit, name)), "image/png", f"gongkai_{name}.png", visit)


def evidence(visit: Visit, sha256: str, page: int) -> Response:
    """A page of a document that the release names, as archived; what stands behind a hash never changes."""
    if not visit.rows("published_document", sha256=sha256) or not 1 <= page <= MAX_PAGES:
        raise PageError("no_such_page")
    try:
        drawn = desk(visit.home).picture(sha256, page)
    except BusyError as error:
        raise PageError("evidence_busy", 503) from error
    except (ArchiveError, ChildError, OSError) as error:
        raise PageError("evidence_undrawn", 404) from error
    return Response(drawn, media_type="image/png", headers={"cache-control": "max-age=31536000, immutable"})


FILES: dict[str, Callable[..., Response]] = {
    "/tables/{name}.csv": table,
    "/charts/{name}.svg": svg,
    "/charts/{name}.png": picture,
    "/evidence/{sha256}/{page:whole}.png": evidence,
}


def _drawn(visit: Visit, name: str) -> str:
    if name not in DRAWINGS:
        raise PageError("no_such_page")
    return DRAWINGS[name](visit).as_file(_source(visit))


def _source(visit: Visit) -> str:
    """Where a picture comes from, and whether its numbers are invented: it travels without its page."""
    says = visit.say("chart_source", number=visit.release.number, day=day(visit.rows("frame")[0]["as_of"]))
    return f"{says} {visit.say('cite_practice')}" if visit.release.facts.get("is_practice") else says


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return digits(value)
    if isinstance(value, str) and re.match(FORMULA, value):
        return f"'{value}"
    return "" if value is None else value


def _attachment(content: str | bytes, media_type: str, name: str, visit: Visit) -> Response:
    stem, dot, suffix = name.rpartition(".")
    stem = "_".join([stem, *(_SAFE.sub("", visit.query[key])[:60] for key in _NAMING if visit.query.get(key))])
    kind = "_practice" if visit.release.facts.get("is_practice") else ""
    file = f"{stem}{kind}_release{visit.release.number}{dot}{suffix}"
    return Response(content, media_type=media_type, headers={"content-disposition": f'attachment; filename="{file}"'})
