"""The formats that reports are written in: a new one is one line here and one function ``(random, blocks) -> bytes``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from writer.formats import damaged, doc, html, ofd, packed, pdf, rtf, scan, sheet, text, word
from writer.report import Block
from writer.signs import SIGNS

_EVERY = ("right", "padded", "expanded", "expanded_down", "left_out", "rows_only", "columns_only", "wrong")
_WHOLE = ("right", "padded", "expanded")
"""What a format can show whose cells fill a rectangle."""

_OF_EVERY_FONT = ("plain",)


@dataclass(frozen=True, slots=True)
class Format:
    write: Callable[[Random, Sequence[Block]], bytes]
    spans: tuple[str, ...]
    """Treatments of spans that make sense in it, the usual one first."""
    weight: int = 4
    """How often it is drawn."""
    is_promised: bool = True
    """Whether an ordinary report in it has to be read; what is not promised may be flagged, never misread."""
    signs: tuple[str, ...] = SIGNS
    """Characters that it can show: the font of the PDFs has neither radicals nor rare names."""


FORMATS: dict[str, Format] = {
    "html": Format(html.clean, _EVERY, 10),
    "html_inline_runs": Format(html.with_inline_runs, _EVERY),
    "html_gb18030": Format(html.gb18030, _EVERY),
    "html_bom": Format(html.with_bom, _EVERY),
    "html_fragment": Format(html.fragment, _EVERY),
    "html_word": Format(html.word_export, _EVERY),
    "html_nested": Format(html.nested, _EVERY),
    "html_prose_in_table": Format(html.prose_in_table, _EVERY),
    "html_messy": Format(html.messy, _EVERY),
    "html_hidden_copy": Format(html.hidden_copy, _EVERY),
    "html_damaged": Format(damaged.html_page, _EVERY),
    "html_divs": Format(html.divs, ("right", "padded", "expanded", "left_out")),
    "text_tab": Format(text.tab, ("right", "expanded")),
    "text_damaged": Format(damaged.tab_dump, ("right", "expanded"), 2),
    "text_tab_ragged": Format(text.tab_ragged, ("right",)),
    "text_pipe": Format(text.pipe, ("right", "padded", "expanded")),
    "text_markdown": Format(text.markdown, ("right", "expanded")),
    "text_comma": Format(text.comma, ("right", "expanded"), 2, is_promised=False),
    "text_cell_lines": Format(text.cell_lines, ("right", "padded", "expanded")),
    "text_token_lines": Format(text.token_lines, ("right", "expanded")),
    "text_token_lines_blank": Format(text.token_lines_blank, ("right", "padded")),
    "text_spaces": Format(text.spaces, ("right", "expanded")),
    "text_wrapped": Format(text.wrapped, ("right",)),
    "text_fixed_width": Format(text.fixed_width, ("right",)),
    "docx": Format(word.merged, _WHOLE),
    "docx_runs": Format(word.broken_runs, _WHOLE),
    "docx_tracked": Format(word.tracked_changes, ("right",), 2),
    "docx_controls": Format(word.content_controls, _WHOLE, 2),
    "docx_nested": Format(word.nested, _WHOLE, 2),
    "pdf": Format(pdf.looking(pdf.Look()), _WHOLE, 8, signs=_OF_EVERY_FONT),
    "pdf_unruled": Format(pdf.looking(pdf.Look(is_ruled=False)), _WHOLE, signs=_OF_EVERY_FONT),
    "pdf_columns": Format(pdf.looking(pdf.Look(order="columns")), _WHOLE, signs=_OF_EVERY_FONT),
    "pdf_labels_first": Format(pdf.looking(pdf.Look(order="labels_first")), _WHOLE, signs=_OF_EVERY_FONT),
    "pdf_kangxi": Format(pdf.looking(pdf.Look(is_kangxi=True)), _WHOLE, signs=_OF_EVERY_FONT),
    "pdf_narrow": Format(pdf.looking(pdf.Look(is_narrow=True)), _WHOLE, 2, signs=_OF_EVERY_FONT),
    "pdf_furniture": Format(pdf.looking(pdf.Look(has_furniture=True)), _WHOLE, signs=_OF_EVERY_FONT),
    "pdf_turned": Format(pdf.looking(pdf.Look(is_turned=True)), _WHOLE, 2, signs=_OF_EVERY_FONT),
    "pdf_lying": Format(pdf.looking(pdf.Look(is_lying=True)), _WHOLE, 2, signs=_OF_EVERY_FONT),
    "pdf_signwise": Format(pdf.looking(pdf.Look(is_signwise=True)), _WHOLE, 2, signs=_OF_EVERY_FONT),
    "pdf_claims": Format(pdf.looking(pdf.Look(claims="true")), _WHOLE, 2, signs=_OF_EVERY_FONT),
    "pdf_false_claims": Format(
        pdf.looking(pdf.Look(claims="false")), _WHOLE, 2, is_promised=False, signs=_OF_EVERY_FONT
    ),
    "doc": Format(doc.saved, ("right", "padded")),
    "doc_fast_saved": Format(doc.fast_saved, ("right", "padded"), 2),
    "rtf": Format(rtf.written(rtf.gbk), ("right", "padded")),
    "rtf_unicode": Format(rtf.written(rtf.unicode), ("right", "padded"), 2),
    "xlsx": Format(sheet.xlsx, ("right", "padded")),
    "xls": Format(sheet.xls, ("right", "padded"), 2),
    "xlsx_formulas": Format(sheet.xlsx_formulas, ("right", "padded"), 2),
    "xls_formulas": Format(sheet.xls_formulas, ("right", "padded"), 1),
    "zip_docx": Format(packed.zipped(word.merged, "年度报告.docx"), ("right",), 2),
    "zip_html": Format(packed.zipped(html.gb18030, "年度报告.html"), ("right",), 1),
    "ofd": Format(ofd.ruled, ("right", "padded")),
    "ofd_templates": Format(ofd.with_templates, ("right", "padded"), 2),
    # Pictures take seconds each and are drawn only by name.
    "scan": Format(scan.scanned("PDF", scan.CLEAN), _WHOLE, 0, signs=_OF_EVERY_FONT),
    "scan_worn": Format(scan.scanned("PDF", scan.WORN), _WHOLE, 0, signs=_OF_EVERY_FONT),
    "scan_stamped": Format(scan.scanned("PDF", scan.STAMPED), _WHOLE, 0, signs=_OF_EVERY_FONT),
    "scan_coarse": Format(scan.scanned("PDF", scan.COARSE), _WHOLE, 0, signs=_OF_EVERY_FONT),
    "scan_faxed": Format(scan.scanned("PDF", scan.FAXED), _WHOLE, 0, signs=_OF_EVERY_FONT),
    "scan_photographed": Format(scan.scanned("PDF", scan.PHOTOGRAPHED), _WHOLE, 0, signs=_OF_EVERY_FONT),
    "scan_bold_title": Format(scan.scanned("PDF", scan.WORN, scan.BOLD), _WHOLE, 0, signs=_OF_EVERY_FONT),
    "scan_mixed": Format(scan.partly(scan.CLEAN), _WHOLE, 0, signs=_OF_EVERY_FONT),
    "tiff": Format(scan.scanned("TIFF", scan.CLEAN), _WHOLE, 0, signs=_OF_EVERY_FONT),
    "png": Format(scan.scanned("PNG", scan.CLEAN), _WHOLE, 0, signs=_OF_EVERY_FONT),
    "jpeg_worn": Format(scan.scanned("JPEG", scan.WORN), _WHOLE, 0, signs=_OF_EVERY_FONT),
    "webp": Format(scan.scanned("WEBP", scan.CLEAN), _WHOLE, 0, signs=_OF_EVERY_FONT),
}
PICTURES = tuple(name for name, form in FORMATS.items() if not form.weight)
