"""A page with the whole form of known figures, with parts of it replaced: how one oddity alone is read."""

from __future__ import annotations

from decimal import Decimal

from writer.compose import fill
from writer.figures import Batch, add_up
from writer.report import Recipe

from parsing.document import parse
from parsing.model import Document, Figure

BATCHES = (Batch("natural_person", "granted", 6, False), Batch("business_enterprise", "refused_third_party", 3, True))

PROACTIVE = {
    "2021": {
        ("proactive", "administrative_penalties", "decisions"): Decimal(31),
        ("proactive", "administrative_fees", "fees_collected"): Decimal("12.5"),
    },
    "2019": {("proactive", "administrative_penalties", "decisions"): Decimal(31)},
}


def page(edition: str = "2021", layout: str = "official", values: str = "plain") -> str:
    """Nine applications: six granted, three of companies (carried in) refused to protect a third party; 31 penalties."""
    figures = add_up(edition, BATCHES, [[1, 0, 0, 0], [0, 0, 0, 0], [0, 2, 0, 1]], PROACTIVE[edition])
    recipe = Recipe(11, edition, "html", layout, "right", values, "none")
    return fill(recipe, figures).data.decode()


def read(text: str) -> Document:
    return parse(text.encode(), "page.html")


def figure(document: Document, line: str, column: str) -> Figure:
    return next(found for found in document.report.figures if (found.line, found.column) == (line, column))


def replaced(text: str, *pairs: tuple[str, str]) -> str:
    """``text`` with each first occurrence replaced; it must be there."""
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text
