"""Figures and prose templates put together to a report in the six official parts.

A paragraph of a template is a text or a list of sentences. A sentence may depend on a stated number or on a fact of the
tables (``if``, ``unless``). A placeholder that no number fills raises ``KeyError``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from practice import tables
from practice.form import NO_FORM, edition, headings, invented_mark
from practice.report import Block, Paragraph, Report

Sentence = str | Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Writing:
    """Everything but the figures; a number ``stated`` goes before that of the tables. ``typography`` lists (pattern, replacement) pairs applied to the form's labels."""

    agency_name: str
    year: int
    edition: str
    is_invented: bool
    title: str
    published_on: date
    stated: Mapping[str, Any]
    prose: Mapping[str, Sequence[str | Sequence[Sentence]]]
    typography: tuple[tuple[str, str], ...]


def compose(writing: Writing, figures: tables.Figures) -> Report:
    """The report; its tables print ``figures`` as they are, right or wrong."""
    blocks = tuple(_blocks(writing, figures))
    return Report(writing.title, writing.published_on, blocks)


def _blocks(writing: Writing, figures: tables.Figures) -> Iterator[Block]:
    values = _values(writing, figures)
    yield Paragraph(writing.title, "title")
    if writing.is_invented:
        yield Paragraph(invented_mark(), "note")
    yield from _paragraphs(writing.prose["preamble"], values)
    yield from _free_parts(writing, values) if writing.edition == NO_FORM else _official_parts(writing, figures, values)


def _free_parts(writing: Writing, values: Mapping[str, Any]) -> Iterator[Block]:
    """The parts of a report before the form: the keys of its prose are its headings."""
    for heading, template in writing.prose.items():
        if heading != "preamble":
            yield Paragraph(heading, "heading")
            yield from _paragraphs(template, values)


def _official_parts(writing: Writing, figures: tables.Figures, values: Mapping[str, Any]) -> Iterator[Block]:
    form = edition(writing.edition)

    def typeset(label: str, code: str) -> str:
        for pattern, printed in writing.typography:
            label = re.sub(pattern, printed.format(**_years(writing)), label)
        return label

    for part, heading in form.parts.items():
        yield Paragraph(heading, "heading")
        if part in tables.BUILDERS:
            yield tables.BUILDERS[part](form, lambda key: figures.get(key, "0"), typeset)
        else:
            yield from _paragraphs(writing.prose[part], values)


def _years(writing: Writing) -> dict[str, int]:
    return {"year": writing.year, "prior_year": writing.year - 1, "next_year": writing.year + 1}


def _values(writing: Writing, figures: tables.Figures) -> dict[str, Any]:
    """The numbers a sentence may use: those of the tables, and those stated for the year."""

    def printed(section: str, line: str) -> int:
        return int(figures.get((section, line, "total"), "0"))

    known: dict[str, Any] = {
        "received": printed("applications", "received_new"),
        "processed": printed("applications", "processed_total"),
        "reviews": printed("appeals", "review"),
        "litigation": printed("appeals", "litigation_direct") + printed("appeals", "litigation_after_review"),
        **writing.stated,
        **_years(writing),
        "agency": writing.agency_name,
        "basis": headings()["basis"].get(writing.edition),
    }
    return {
        **known,
        "has_applications": known["received"] > 0,
        "no_applications": known["received"] == 0,
        "has_reviews": known["reviews"] > 0,
        "no_reviews": known["reviews"] == 0,
    }


def _paragraphs(template: Sequence[str | Sequence[Sentence]], values: Mapping[str, Any]) -> Iterator[Paragraph]:
    for paragraph in template:
        sentences = [paragraph] if isinstance(paragraph, str) else paragraph
        text = "".join(_sentence(sentence, values) for sentence in sentences)
        if text:
            yield Paragraph(text)


def _sentence(sentence: Sentence, values: Mapping[str, Any]) -> str:
    if isinstance(sentence, str):
        return sentence.format(**values)
    if "if" in sentence and not values.get(sentence["if"]):
        return ""
    if any(values.get(name) for name in sentence.get("unless", ())):
        return ""
    return str(sentence["text"]).format(**values)
