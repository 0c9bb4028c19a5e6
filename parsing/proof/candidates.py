"""The sums as the language model of a scan: they choose among what a recogniser may have seen in its doubtful cells.

A cell is settled only if all of this holds: it has ink and candidates, every sum that covers it (its line and its column)
passes, and no other choice among the candidates of all doubtful cells in these sums lets them pass. Refuses to make a number
from the sums alone, and to turn a blank into one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from math import prod

from parsing.form import Edition
from parsing.model import UNREAD, CellKey, Figure, Place
from parsing.numerals import read_cell_number
from parsing.proof.checks import check
from parsing.proof.identity import Identity, identities

READ_BY_SUMS = "read_by_sums"
_MOST_CHOICES = 4096
"""Ways to choose for the doubtful cells that hang together: of more, several would fit by chance."""

Figures = Mapping[CellKey, Figure]
Candidates = Mapping[Place, tuple[str, ...]]


def read_by_sums(figures: Figures, candidates: Candidates, edition: Edition) -> dict[CellKey, Figure]:
    """The figures with each doubtful cell settled for which the sums leave one of its candidates only."""
    doubtful = {
        key: candidates[figure.where]
        for key, figure in figures.items()
        if figure.raw == UNREAD and figure.where is not None and figure.where in candidates
    }
    if not doubtful:
        return dict(figures)
    chosen: dict[CellKey, Figure] = {}
    for cells, sums in _hanging_together(doubtful, identities(edition)):
        if prod(len(doubtful[key]) for key in cells) <= _MOST_CHOICES:
            chosen |= _only_choice(figures, {key: doubtful[key] for key in cells}, sums)
    return {key: chosen.get(key, figure) for key, figure in figures.items()}


def _hanging_together(
    doubtful: Mapping[CellKey, tuple[str, ...]], known: Sequence[Identity]
) -> Iterator[tuple[list[CellKey], list[Identity]]]:
    """Doubtful cells that share sums, directly or over others, with all the sums that hold them."""
    left = dict.fromkeys(doubtful)
    while left:
        cells, sums = [next(iter(left))], list[Identity]()
        for key in cells:
            left.pop(key, None)
            for identity in known:
                keys = (*identity.left, *identity.right)
                if key in keys and identity not in sums:
                    sums.append(identity)
                    cells += [other for other in keys if other in left and other not in cells]
        yield cells, sums


def _only_choice(
    figures: Figures, doubtful: Mapping[CellKey, tuple[str, ...]], sums: Sequence[Identity]
) -> dict[CellKey, Figure]:
    """The cells with the only choice of candidates that lets all their sums pass; nothing if several do or no choice does."""
    keys = {key for identity in sums for key in (*identity.left, *identity.right)}
    if any(figures[key].state in ("text", "missing") for key in keys - set(doubtful)):
        # A cell that nobody has read could be any number.
        return {}
    options = ([_as(figures[key], text) for text in texts] for key, texts in doubtful.items())
    passing = (
        choice
        for choice in product(*options)
        if sums and _all_pass({**figures, **{one.key: one for one in choice}}, sums)
    )
    found = list(islice(passing, 2))
    if len(found) != 1:
        return {}
    # What was recognised at first stays as the raw text beside the number that the sums have chosen.
    return {one.key: one._replace(raw=doubtful[one.key][0], proof=READ_BY_SUMS) for one in found[0]}


def _as(figure: Figure, text: str) -> Figure:
    number = read_cell_number(text)
    return figure._replace(value=number.value, state=number.state)


def _all_pass(figures: Figures, sums: Sequence[Identity]) -> bool:
    return all(check(identity, figures).status == "pass" for identity in sums)
