"""A new bureau in one go: its row, the page it was drafted from, and a test that fails until a person has reviewed both."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

from scrapy.http import TextResponse

from crawler.archive import iso
from crawler.pages import PageError
from crawler.platforms import PLATFORMS, ListPage, ListRequest
from crawler.registry import BUNDLED, Bureau, RegistryError, load
from crawler.registry.block import block
from crawler.registry.region import regions
from crawler.sources.drafting import Draft, SavedPage
from crawler.sources.errors import SourceError

PAGE, FACTS = "page.html", "page.json"

TEST = Template('''"""$code: what was read off the page that its row was drafted from."""

import json
from pathlib import Path

import pytest

from crawler.sources.sniff import sniff

FOLDER = Path(__file__).parent
FACTS = json.loads((FOLDER / "page.json").read_text(encoding="utf-8"))
ROWS = $rows


def test_the_page_is_still_read_as_it_was() -> None:
    text = (FOLDER / "page.html").read_bytes().decode(FACTS["encoding"], "replace")
    found = sniff(FACTS["url"], text, FACTS["headers"])
    assert found.platform == FACTS["platform"]
    assert dict(found.parameters) == FACTS["parameters"]


def test_the_row_has_been_reviewed() -> None:
    pytest.fail(f"review $code: its name, its portal's parameters, these {len(ROWS)} rows; then delete this test")
''')


@dataclass(frozen=True, slots=True)
class Written:
    registry: Path
    files: tuple[Path, ...]


def new_source(draft: Draft, page: SavedPage, registry: Path | None, tests: Path) -> Written:
    """Write the row, the page and the test; raises `SourceError` or `RegistryError`, and then nothing is written.

    ``registry`` is a file (it may be new), by default the bundled one of the bureau's province. ``tests`` is the folder that
    gets a folder for the bureau.
    """
    file = registry or bundled_file(draft.bureau)
    folder = tests / draft.bureau.bureau_code
    if folder.exists():
        raise SourceError(f"{folder} is there already")
    rows = rows_of(draft.bureau, page)
    add_row(draft, file)
    return Written(file, write_test(draft, page, rows, folder))


def bundled_file(bureau: Bureau) -> Path:
    province = regions()[f"{bureau.region_code[:2]}0000"]
    return BUNDLED / f"{province.name_en.lower().replace(' ', '_')}.yaml"


def add_row(draft: Draft, file: Path) -> None:
    """Append the row to a registry file, whole or not at all; a bureau that its registry has is refused."""
    code = draft.bureau.bureau_code
    known = load(BUNDLED if file.parent == BUNDLED else file) if file.exists() or file.parent == BUNDLED else ()
    if code in {bureau.bureau_code for bureau in known}:
        raise SourceError(f"bureau {code} is in the registry already")
    before = file.read_text(encoding="utf-8").rstrip("\n") + "\n\n" if file.exists() else ""
    beside = file.with_name(f".{file.name}.new")
    try:
        beside.write_text(before + block(draft.bureau, draft.comment), encoding="utf-8")
        if draft.bureau not in load(beside):
            raise RegistryError(f"the row of {code} is not read back as it was written")
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)


def rows_of(bureau: Bureau, page: SavedPage) -> list[dict[str, Any]]:
    """The rows that the bureau's platform reads off the page if it is a list; empty for an article."""
    if bureau.known_reports or not isinstance(page.response, TextResponse):
        return []
    try:
        rows = list(PLATFORMS[bureau.platform].rows(ListPage(page.response, bureau, ListRequest(page.url))))
    except PageError:  # a shell: its list is another page
        return []
    return [{"url": row.url, "title": row.title, "published_on": row.published_on} for row in rows]


def write_test(draft: Draft, page: SavedPage, rows: list[dict[str, Any]], folder: Path) -> tuple[Path, ...]:
    code = draft.bureau.bureau_code
    facts = {
        "url": page.url,
        "seen_at": iso(page.seen_at),
        "sha256": hashlib.sha256(page.body).hexdigest(),
        "encoding": page.response.encoding,
        "headers": dict(page.headers),
        "platform": draft.sniffed.platform,
        "parameters": dict(draft.sniffed.parameters),
    }
    folder.mkdir(parents=True)
    test = folder / f"test_{code.replace('-', '_')}.py"
    (folder / PAGE).write_bytes(page.body)
    (folder / FACTS).write_text(json.dumps(facts, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    test.write_text(TEST.substitute(code=code, rows=_literal(rows)), encoding="utf-8")
    return (folder / PAGE, folder / FACTS, test)


def _literal(rows: list[dict[str, Any]]) -> str:
    """Rows as Python that a formatter would leave alone."""
    if not rows:
        return "[]"
    lines = "".join(
        "    {\n" + "".join(f"        {_quoted(name)}: {_quoted(value)},\n" for name, value in row.items()) + "    },\n"
        for row in rows
    )
    return f"[\n{lines}]"


def _quoted(value: str | None) -> str:
    return "None" if value is None else json.dumps(value, ensure_ascii=False)
