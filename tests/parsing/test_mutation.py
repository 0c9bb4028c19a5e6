"""Any one cell of a report that adds up is changed: the sums that hold the cell fail, and only those."""

from decimal import Decimal

import pytest
from writer.compose import fill, ordinary, random_recipe
from writer.figures import EDITIONS, random_figures, sums

from parsing.document import parse
from parsing.form import load_edition
from parsing.model import Figure
from parsing.proof.checks import run_checks

CELLS = [(edition, key) for edition in EDITIONS for key in load_edition(edition).cells()]
_IDS = ["-".join((edition, *key)) for edition, key in CELLS]


def _figures(edition, seed=7):
    return random_figures(random_recipe(seed).random(), edition)


def _covering(edition, key):
    return {(one.check, one.line, one.column) for one in sums(edition) if key in one.left or key in one.right}


def _failing(checks):
    return {(check.check, check.line, check.column) for check in checks if check.status == "fail"}


def _as_read(figures):
    return {key: Figure(*key, value, str(value), "number" if value else "zero", None) for key, value in figures.items()}


@pytest.mark.parametrize(("edition", "key"), CELLS, ids=_IDS)
def test_the_sums_that_hold_a_changed_cell_fail_and_no_other(edition, key):
    figures = _figures(edition)
    for step in (1, -1, 900):
        changed = figures | {key: figures[key] + step}
        assert _failing(run_checks(_as_read(changed), load_edition(edition))) == _covering(edition, key)


@pytest.mark.parametrize(("edition", "key"), CELLS[::4], ids=_IDS[::4])
def test_a_changed_cell_is_found_in_the_printed_report(edition, key):
    figures = _figures(edition)
    changed = figures | {key: figures[key] + 1}
    recipe = ordinary(7, "html", edition=edition)
    report = parse(fill(recipe, changed).data, "page.html").report
    covering = _covering(edition, key)
    assert report.figure_by_key()[key].value == changed[key]
    assert _failing(report.checks) == covering
    assert report.verdict == ("source_inconsistent" if covering else "verified")


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_cell_of_tables_three_and_four_is_held_by_a_sum_and_none_of_table_two(edition):
    held = {key for one in sums(edition) for key in (*one.left, *one.right)}
    assert {key for key in load_edition(edition).cells() if key not in held} == {
        key for key in load_edition(edition).cells() if key[0] == "proactive"
    }


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_report_that_adds_up_fails_nowhere(edition):
    checks = run_checks(_as_read(_figures(edition)), load_edition(edition))
    assert {check.status for check in checks} == {"pass"}
    assert all(isinstance(check.left, Decimal) for check in checks)
