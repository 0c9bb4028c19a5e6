"""Reports as .docx, written as WordprocessingML directly: exact spans, fast, and the oddities of real files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from xml.sax.saxutils import escape

from writer.formats.package import xml_package
from writer.grids import Cell, Table, placed
from writer.raised import one_of, pieces
from writer.report import Block

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "application/vnd.openxmlformats-package.relationships+xml"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    f'<Default Extension="rels" ContentType="{_PACKAGE}"/><Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
Run = Callable[[Random, str], str]


_RAISED = ('<w:vertAlign w:val="superscript"/>', '<w:position w:val="8"/><w:sz w:val="13"/>')


def _run(random: Random, text: str) -> str:
    return "".join(
        f'<w:r>{f"<w:rPr>{one_of(_RAISED, run)}</w:rPr>" if mark else ""}<w:t xml:space="preserve">{escape(run)}</w:t></w:r>'
        for run, mark in pieces(text)
    )


def _broken_runs(random: Random, text: str) -> str:
    """Word cuts text into runs wherever somebody once typed."""
    cut = random.randint(0, len(text))
    return _run(random, text[:cut]) + '<w:proofErr w:type="spellStart"/>' + _run(random, text[cut:])


def _tracked(random: Random, text: str) -> str:
    """A tracked change: the old number deleted, the new one inserted."""
    old = '<w:del w:id="1" w:author="a"><w:r><w:delText>88</w:delText></w:r></w:del>'
    return f'{old}<w:ins w:id="2" w:author="a">{_run(random, text)}</w:ins>'


def _paragraphs(random: Random, text: str, run: Run) -> str:
    return "".join(f"<w:p>{run(random, line)}</w:p>" for line in text.split("\n"))


def _cell(random: Random, cell: Cell, run: Run, merge: str) -> str:
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{_paragraphs(random, cell.text, run)}</w:tc>"


def _table(random: Random, table: Table, run: Run) -> str:
    rows: list[list[tuple[int, str]]] = [[] for _ in table.rows]
    for top, left, cell in placed(table):
        start = '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
        rows[top].append((left, _cell(random, cell, run, start)))
        for below in range(top + 1, min(top + cell.rows, len(rows))):
            rows[below].append((left, _cell(random, Cell("", columns=cell.columns), run, "<w:vMerge/>")))
    body = "".join("<w:tr>" + "".join(text for _, text in sorted(row)) + "</w:tr>" for row in rows)
    grid = "<w:gridCol/>" * table.width
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl><w:p/>"


def _package(body: str) -> bytes:
    document = f'<w:document xmlns:w="{_W}"><w:body>{body}<w:sectPr/></w:body></w:document>'
    return xml_package({"[Content_Types].xml": _TYPES, "_rels/.rels": _RELATIONS, "word/document.xml": document})


def _body(random: Random, blocks: Sequence[Block], run: Run, around: str = "{}") -> str:
    return "".join(
        around.format(_table(random, block, run)) if isinstance(block, Table) else _paragraphs(random, block.text, _run)
        for block in blocks
    )


def merged(random: Random, blocks: Sequence[Block]) -> bytes:
    return _package(_body(random, blocks, _run))


def broken_runs(random: Random, blocks: Sequence[Block]) -> bytes:
    return _package(_body(random, blocks, _broken_runs))


def tracked_changes(random: Random, blocks: Sequence[Block]) -> bytes:
    return _package(_body(random, blocks, _tracked))


def content_controls(random: Random, blocks: Sequence[Block]) -> bytes:
    """Each table inside a content control (w:sdt)."""
    return _package(_body(random, blocks, _run, "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"))


def nested(random: Random, blocks: Sequence[Block]) -> bytes:
    """Everything in the one cell of a layout table."""
    return _package(
        f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:tcPr/>{_body(random, blocks, _run)}<w:p/></w:tc></w:tr></w:tbl>"
    )
