"""The columns of what a run lands: each part has the names and types of its staging table in ``schema.sql``."""

from __future__ import annotations

import pyarrow as pa

NUMBER = pa.decimal128(18, 6)
"""A printed number; wide enough for all that ``parsing.numerals`` believes."""

_KEY = [pa.field("sha256", pa.string(), nullable=False), pa.field("parser_version", pa.string(), nullable=False)]
_PLACE = [
    pa.field("page", pa.int32()),
    pa.field("table_number", pa.int32()),
    pa.field("row_number", pa.int32()),
    pa.field("cell_number", pa.int32()),
    pa.field("line_number", pa.int32()),
    pa.field("box", pa.list_(pa.float64())),
]


def _required(name: str, type_: pa.DataType | None = None) -> pa.Field:
    return pa.field(name, type_ or pa.string(), nullable=False)


SCHEMAS: dict[str, pa.Schema] = {
    "document": pa.schema(
        [
            *_KEY,
            _required("source_path"),
            _required("media_type"),
            pa.field("reader", pa.string()),
            pa.field("agency_name", pa.string()),
            pa.field("report_year", pa.int32()),
            pa.field("year_source", pa.string()),
            pa.field("form_edition", pa.string()),
            pa.field("proactive_edition", pa.string()),
            pa.field("applications_edition", pa.string()),
            pa.field("title", pa.string()),
            _required("verdict"),
            pa.field("error", pa.string()),
            pa.field("prose_sha256", pa.string()),
            pa.field("sentence_marks", pa.list_(pa.int64())),
            _required("is_invented", pa.bool_()),
        ]
    ),
    "figure": pa.schema(
        [
            *_KEY,
            _required("section_code"),
            _required("line_code"),
            _required("column_code"),
            pa.field("value", NUMBER),
            pa.field("raw_text", pa.string()),
            _required("state"),
            pa.field("proof", pa.string()),
            pa.field("proposed_value", NUMBER),
            pa.field("printed_unit", pa.string()),
            *_PLACE,
        ]
    ),
    "check": pa.schema(
        [
            *_KEY,
            _required("check_code"),
            _required("line_code"),
            _required("column_code"),
            pa.field("left_value", NUMBER),
            pa.field("right_value", NUMBER),
            _required("status"),
        ]
    ),
    "claim": pa.schema(
        [
            *_KEY,
            _required("claim_number", pa.int32()),
            _required("metric_code"),
            _required("claim_kind"),
            _required("value", NUMBER),
            _required("decimals", pa.int32()),
            _required("is_approximate", pa.bool_()),
            _required("raw_text"),
            _required("sentence"),
            pa.field("raw_start", pa.int32()),
            pa.field("raw_end", pa.int32()),
            _required("why"),
            pa.field("contains_metric_code", pa.string()),
            _required("part_code"),
            *_PLACE,
        ]
    ),
    "claim_sum": pa.schema(
        [
            *_KEY,
            _required("claim_sum_number", pa.int32()),
            _required("metric_code"),
            _required("value", NUMBER),
            _required("part_set"),
            _required("is_exhaustive", pa.bool_()),
            _required("status"),
            _required("sentence"),
            _required("part_code"),
            *_PLACE,
        ]
    ),
    "claim_sum_part": pa.schema(
        [
            *_KEY,
            _required("claim_sum_number", pa.int32()),
            _required("part_number", pa.int32()),
            _required("label"),
            pa.field("metric_code", pa.string()),
            _required("value", NUMBER),
        ]
    ),
    "ambiguous_number": pa.schema(
        [
            *_KEY,
            _required("position", pa.int32()),
            pa.field("value", NUMBER),
            _required("raw_text"),
            _required("sentence"),
            _required("raw_start", pa.int32()),
            _required("raw_end", pa.int32()),
            _required("detail"),
            _required("candidate_metric_codes", pa.list_(pa.string())),
            _required("part_code"),
            *_PLACE,
        ]
    ),
    "extra_line": pa.schema(
        [
            *_KEY,
            _required("extra_line_number", pa.int32()),
            _required("section_code"),
            _required("label"),
            _required("raw_texts", pa.list_(pa.string())),
            *_PLACE,
        ]
    ),
}
"""Parquet schema of each part; the part's name is that of its staging table."""
