"""The sums of the form that a report is held to, by the names that `fct_check` gives them."""

from __future__ import annotations

from collections.abc import Mapping

from parsing.form import EDITIONS, load_form
from parsing.proof.identity import Identity, identities


def sums_of(proactive: str, others: str) -> Mapping[tuple[str, str, str], Identity]:
    """Each sum by (check, line, column); none of a report without the form.

    ``proactive`` is the edition of the report's table two, ``others`` that of its other tables.
    """
    if proactive not in EDITIONS or others not in EDITIONS:
        return {}
    return {(item.check, item.line, item.column): item for item in identities(load_form(proactive, others))}
