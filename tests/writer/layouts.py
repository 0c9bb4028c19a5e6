"""The layouts that reports are written in: a new one is one line here and one function from a draft to blocks.

A layout that leaves something out, prints two reports or can be read in two ways, also says what is then to be read (``ALTERING``).
"""

from __future__ import annotations

from collections.abc import Callable

from writer import additions, arrangements, cuts, oddities, places, years
from writer.draft import Draft, official
from writer.report import Block, Truth

PLAIN: dict[str, Callable[[Draft], list[Block]]] = {
    "official": official,
    "tables_first": places.tables_first,
    "tables_last": places.tables_last,
    "one_table": places.one_table,
    "two_and_three_joined": places.everything_in_one_table,
    "proactive_in_prose": places.proactive_in_prose,
    "other_table": places.other_table,
    "with_contents": places.with_contents,
    "page_numbers": places.bare_numbers_prose,
    "twice": places.twice,
    "without_headings": places.without_headings,
    "split_pages": cuts.split_pages,
    "split_proactive": cuts.split_proactive,
    "label_cut": cuts.label_cut,
    "label_cut_in_place": cuts.label_cut_in_place,
    "vertical_headers": cuts.vertical_headers,
    "transposed": cuts.transposed,
    "appeals_by_line": cuts.appeals_by_line,
    "appeals_upright": cuts.appeals_upright,
    "groups_as_lines": arrangements.groups_as_lines,
    "subtotals": arrangements.subtotals,
    "numbers_apart": arrangements.numbers_apart,
    "appeals_apart": arrangements.appeals_apart,
    "proactive_apart": arrangements.proactive_apart,
    "caption_rows": arrangements.caption_rows,
    "note_rows": arrangements.note_rows,
    "blank_form_first": arrangements.blank_form_first,
    "extra_lines": additions.extra_lines,
    "proactive_extra_lines": additions.proactive_extra_lines,
    "lines_swapped": additions.lines_swapped,
    "typing_errors": additions.typing_errors,
    "proactive_columns_moved": additions.proactive_columns_moved,
    "applications_total_first": additions.applications_total_first,
    "appeals_total_first": additions.appeals_total_first,
    "remark_column": additions.column("applications", "remark", lambda table: table.width),
    "serial_column": additions.column("applications", "serial", lambda table: 0),
    "unit_column": additions.column("applications", "unit", lambda table: 3),
    "code_column": additions.column("applications", "code", lambda table: 3),
    "prior_total_column": additions.column("applications", "prior", lambda table: table.width),
    "proactive_code_column": additions.column("proactive", "code", lambda table: 1),
    "proactive_prior_column": additions.column("proactive", "prior", lambda table: table.width),
    "prior_year_after": years.prior_year_after,
    "prior_year_before": years.prior_year_before,
    "years_side_by_side": years.years_side_by_side,
    "other_titles": years.other_titles,
    "prior_year_annex": years.prior_year_annex,
    "titled_otherwise": oddities.titled_otherwise,
    "headed_by_year": oddities.headed_by_year,
    "one_typing_error": oddities.one_typing_error,
    "values_before_label": oddities.values_before_label,
}
ALTERING: dict[str, Callable[[Draft], tuple[list[Block], tuple[Truth, ...]]]] = {
    "line_missing": additions.line_missing,
    "table_missing": additions.table_missing,
    "zero_rows_merged": additions.zero_rows_merged,
    "two_reports": years.two_reports,
    "mixed_editions": oddities.mixed_editions,
    "fees_in_other_unit": oddities.fees_in_other_unit,
}
LAYOUTS = (*PLAIN, *ALTERING)


def lay_out(name: str, draft: Draft) -> tuple[list[Block], tuple[Truth, ...]]:
    """The blocks of a page, and the reports that can be read on it."""
    return ALTERING[name](draft) if name in ALTERING else (PLAIN[name](draft), (draft.truth,))
