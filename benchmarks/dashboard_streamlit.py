"""The overview's content as a Streamlit page, for `benchmarks/dashboard.py` to compare with."""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from dashboard.releases import Releases  # noqa: E402  the path comes first


@st.cache_resource
def release(home: str) -> object:
    return Releases(Path(home)).current()


current = release(sys.argv[1])
st.title("How open are the human-resources bureaus, and how is that changing?")
for name, value in current.rows("totals")[0].items():  # type: ignore[attr-defined]
    st.metric(name, value)
st.line_chart(current.rows("openness_by_year"), x="report_year", y="median_rate")  # type: ignore[attr-defined]
st.bar_chart(  # type: ignore[attr-defined]
    current.rows("reports_by_year"),
    x="report_year",
    y=["verified", "source_inconsistent", "quarantined", "missing", "blocked", "other"],
)
for name in ("coverage_by_province", "movements", "top_findings"):
    st.dataframe(current.rows(name))  # type: ignore[attr-defined]
st.caption("End of page")
