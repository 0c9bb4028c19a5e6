"""Reports as OFD (GB/T 33190): one text object a line of each cell, the rules of the tables as paths or none."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from xml.sax.saxutils import escape

from writer.formats.package import xml_package
from writer.grids import Cell, Table, placed
from writer.raised import pieces
from writer.report import Block

_O = "http://www.ofdspec.org/2016"
_HEIGHT, _WIDTH, _MARGIN = 290.0, 200.0, 10.0
_SIZE, _LEADING = 3.0, 5.0
_MARK_SHARE = 0.6
Template = tuple[str, Sequence[str]]
"""Where a template is drawn (``Background``, ``Foreground``), and its objects."""


VALUE, WORDS, RULE = "value", "words", "rule"
Object = tuple[str, str]
"""What a page object is, and its markup."""


class _Paper:
    """Pages that fill up from the top; lengths in millimetres."""

    def __init__(self, *, is_ruled: bool) -> None:
        self.pages: list[list[Object]] = [[]]
        self.y = _MARGIN
        self._is_ruled = is_ruled

    def room(self, height: float) -> None:
        if self.y + height > _HEIGHT:
            self.pages.append([])
            self.y = _MARGIN

    def text(self, text: str, x: float, y: float, kind: str = WORDS) -> None:
        """One object for a line, and one for each raised mark in it."""
        for run, mark in pieces(text):
            size = _SIZE * _MARK_SHARE if mark else _SIZE
            self._run(run, x, y - _SIZE / 3 if mark else y, size, kind)
            x += sum(_width(sign, size) for sign in run)

    def _run(self, text: str, x: float, y: float, size: float, kind: str) -> None:
        """Each character stands by its own step."""
        steps = [_width(sign, size) for sign in text[:-1]]
        delta = f' DeltaX="{" ".join(map(str, steps))}"' if steps else ""
        if len(steps) > 1 and len(set(steps)) == 1:
            delta = f' DeltaX="g {len(steps)} {steps[0]}"'
        markup = (
            f'<ofd:TextObject ID="1" Boundary="{x} {y} {_WIDTH} {_LEADING}" Font="1" Size="{size}">'
            f'<ofd:TextCode X="0" Y="{_SIZE}"{delta}>{escape(text)}</ofd:TextCode></ofd:TextObject>'
        )
        self.pages[-1].append((kind, markup))

    def box(self, x: float, y: float, width: float, height: float) -> None:
        if self._is_ruled:
            markup = (
                f'<ofd:PathObject ID="2" Boundary="{x} {y} {width} {height}" LineWidth="0.2"><ofd:AbbreviatedData>'
                f"M 0 0 L {width} 0 L {width} {height} L 0 {height} C</ofd:AbbreviatedData></ofd:PathObject>"
            )
            self.pages[-1].append((RULE, markup))


def _width(sign: str, size: float) -> float:
    return size if ord(sign) > 0xFF else size / 2


def _wrapped(text: str, width: float) -> list[str]:
    lines = [""]
    for sign in text:
        if sign == "\n" or ((len(lines[-1]) + 1) * _SIZE > width and not (sign.isdigit() or sign in ".,%")):
            lines.append("")
        lines[-1] += sign if sign != "\n" else ""
    return lines


def _table(paper: _Paper, table: Table) -> None:
    width = (_WIDTH - 2 * _MARGIN) / table.width
    cells = list(placed(table))
    heights = [_LEADING] * len(table.rows)
    for top, _, cell in cells:
        rows = min(cell.rows, len(table.rows) - top)
        needed = len(_wrapped(cell.text, cell.columns * width - 1)) * _LEADING
        last = top + rows - 1
        heights[last] = max(heights[last], needed - sum(heights[top:last]))
    for first, end in _page_cuts(paper, cells, heights):
        paper.room(sum(heights[first:end]))
        _rows(paper, cells, heights, range(first, end), width)


def _page_cuts(paper: _Paper, cells: list[tuple[int, int, Cell]], heights: list[float]) -> list[tuple[int, int]]:
    """Stretches of rows that fit on a page, cut only where no cell spans the cut."""
    crossed = {row for top, _, cell in cells for row in range(top + 1, top + cell.rows)}
    cuts, first = [], 0
    for row in range(1, len(heights) + 1):
        if row == len(heights) or (sum(heights[first : row + 1]) > _HEIGHT - 2 * _MARGIN and row not in crossed):
            cuts.append((first, row))
            first = row
    return cuts


def _rows(paper: _Paper, cells: list[tuple[int, int, Cell]], heights: list[float], rows: range, width: float) -> None:
    top_y = paper.y
    for top, left, cell in cells:
        if top in rows:
            y = top_y + sum(heights[rows.start : top])
            paper.box(_MARGIN + left * width, y, cell.columns * width, sum(heights[top : top + cell.rows]))
            for number, line in enumerate(_wrapped(cell.text, cell.columns * width - 1)):
                if line.strip():
                    kind = VALUE if cell.key else WORDS
                    paper.text(line, _MARGIN + left * width + 0.5, y + number * _LEADING + 0.5, kind)
    paper.y = top_y + sum(heights[rows.start : rows.stop])


def _drawn(blocks: Sequence[Block], *, is_ruled: bool) -> list[list[Object]]:
    paper = _Paper(is_ruled=is_ruled)
    for block in blocks:
        if isinstance(block, Table):
            _table(paper, block)
            paper.y += _LEADING
            continue
        for line in _wrapped(block.text, _WIDTH - 2 * _MARGIN):
            paper.room(_LEADING)
            paper.text(line, _MARGIN, paper.y)
            paper.y += _LEADING
    return paper.pages


def _document(blocks: Sequence[Block], *, is_ruled: bool) -> bytes:
    return package([[markup for _, markup in page] for page in _drawn(blocks, is_ruled=is_ruled)])


def package(pages: Sequence[Sequence[str]], templates: Sequence[Sequence[Template]] = ()) -> bytes:
    """The zip of an OFD document whose pages hold the given objects; ``templates`` has those of each page."""
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    names = {(n, k): f"Tpls/Tpl_{n}_{k}/Content.xml" for n, found in enumerate(templates) for k in range(len(found))}
    known = "".join(f'<ofd:TemplatePage ID="{_id(*key)}" BaseLoc="{name}"/>' for key, name in names.items())
    parts = {
        "OFD.xml": f'<ofd:OFD xmlns:ofd="{_O}"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>',
        "Doc_0/Document.xml": f'<ofd:Document xmlns:ofd="{_O}"><ofd:CommonData>{known}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>',
    }
    for number, objects in enumerate(pages):
        mine = templates[number] if templates else ()
        used = "".join(
            f'<ofd:Template TemplateID="{_id(number, k)}" ZOrder="{order}"/>' for k, (order, _) in enumerate(mine)
        )
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = _page(objects, used)
        for k, (_, fixed) in enumerate(mine):
            parts[f"Doc_0/{names[number, k]}"] = _page(fixed)
    return xml_package(parts)


def _id(page: int, template: int) -> int:
    return 900 + 10 * page + template


def _page(objects: Sequence[str], used: str = "") -> str:
    body = "".join(objects)
    return f'<ofd:Page xmlns:ofd="{_O}">{used}<ofd:Content><ofd:Layer>{body}</ofd:Layer></ofd:Content></ofd:Page>'


def with_templates(random: Random, blocks: Sequence[Block]) -> bytes:
    """The form in template pages, the values in the pages: one template below, or two of which one may lie above."""
    split = random.choice((((WORDS, RULE),), ((RULE,), (WORDS,)), ((WORDS,), (RULE,)), ((RULE,),)))
    fixed = {kind for kinds in split for kind in kinds}
    drawn = _drawn(blocks, is_ruled=True)
    pages = [[markup for kind, markup in page if kind not in fixed] for page in drawn]
    orders = ["Background", random.choice(("Background", "Foreground"))]
    templates = [
        [
            (order, [markup for kind, markup in page if kind in kinds])
            for order, kinds in zip(orders, split, strict=False)
        ]
        for page in drawn
    ]
    return package(pages, templates)


def ruled(random: Random, blocks: Sequence[Block]) -> bytes:
    return _document(blocks, is_ruled=True)


def unruled(random: Random, blocks: Sequence[Block]) -> bytes:
    return _document(blocks, is_ruled=False)
