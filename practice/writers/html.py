"""Reports as HTML fragments with the spans of the official form."""

from __future__ import annotations

from html import escape

from practice.report import Cell, Paragraph, Report, Table


def fragment(report: Report, with_title: bool = False) -> str:
    """The report as a portal's editor stores it: without its title, which the page has, unless ``with_title``."""
    blocks = [block for block in report.blocks if with_title or not _is_title(block)]
    return "\n".join(_table(block) if isinstance(block, Table) else _paragraph(block) for block in blocks)


def document(report: Report) -> str:
    """The report as a whole page, as spreadsheets export it under an Excel name."""
    head = f'<meta charset="utf-8"><title>{escape(report.title)}</title>'
    return f"<html><head>{head}</head><body>\n{fragment(report, with_title=True)}\n</body></html>\n"


def _is_title(block: object) -> bool:
    return isinstance(block, Paragraph) and block.style == "title"


def _paragraph(paragraph: Paragraph) -> str:
    text = escape(paragraph.text)
    match paragraph.style:
        case "title":
            return f'<p style="text-align:center;font-size:22px"><strong>{text}</strong></p>'
        case "note":
            return f'<p style="text-align:center;color:#b00">{text}</p>'
        case "heading":
            return f'<p style="text-indent:2em"><strong>{text}</strong></p>'
        case "body":
            return f'<p style="text-indent:2em">{text}</p>'


def _table(table: Table) -> str:
    rows = "\n".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in table.rows)
    return f'<table border="1" cellspacing="0" cellpadding="4" width="100%"><tbody>\n{rows}\n</tbody></table>'


def _cell(cell: Cell) -> str:
    spans = (f' rowspan="{cell.rows}"' if cell.rows > 1 else "") + (
        f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    )
    return f'<td align="center"{spans}><p>{escape(cell.text)}</p></td>'
