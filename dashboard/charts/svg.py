"""SVG as text: elements with escaped attributes, and the drawing that they make up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from markupsafe import Markup, escape

from dashboard.charts.lines import lines

WIDTH = 360
_HEADING_UNITS, _WHOSE_UNITS, _NOTE_UNITS = 44, 52, 58
"""Of a line of each size over the whole width, with some room for wide fonts."""
_CSS = Path(__file__).parents[1] / "static" / "charts.css"


def element(tag: str, *content: str, **attributes: object) -> Markup:
    """``element("text", "a<b", x=1, class_="label")``; content that is no Markup is escaped, ``None`` leaves an attribute out."""
    named = ((name.rstrip("_").replace("_", "-"), value) for name, value in attributes.items() if value is not None)
    opening = "".join(f' {name}="{escape(_short(value))}"' for name, value in named)
    return Markup("<{0}{1}>{2}</{0}>").format(tag, Markup(opening), Markup("").join(map(escape, content)))  # noqa: S704


def group(parts: Iterable[str], **attributes: object) -> Markup:
    return element("g", *parts, **attributes)


def text(x: float, y: float, content: str, class_: str = "label", anchor: str = "middle") -> Markup:
    return element("text", content, x=x, y=y, class_=class_, text_anchor=anchor)


def _stacked(written: Sequence[tuple[str, str, int]], top: float) -> Iterator[Markup]:
    """Lines with their class and height, one below the other."""
    for line, style, step in written:
        top += step
        yield text(8, top, line, style, "start")


def _short(value: object) -> object:
    """Coordinates to a tenth: more only makes pages heavy."""
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else value


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart, as part of a page and as a file of its own."""

    name: str
    """Its name in `dashboard.drawings`, for its address as a file."""
    title: str
    description: str
    """What it shows, in words, for whoever does not see it."""
    height: int
    body: Markup
    query: Mapping[str, object] = field(default_factory=dict)
    """What its address as a file takes."""
    whose: str = ""
    """Whose numbers these are: a page says it above all its charts, a file has to say it itself."""
    note: str = ""
    """What its marks mean, for a file."""

    @property
    def inline(self) -> Markup:
        """For a page, which has the style sheet."""
        return self._svg(Markup(""))

    def as_file(self, source: str) -> str:
        """With its colours, a ground of its own, and in words what a picture that travels alone must not leave behind:

        its title, whose numbers these are, what its marks mean and ``source``.
        """
        heads = [(line, "heading", 18) for line in lines(self.title, _HEADING_UNITS)]
        heads += [(line, "whose", 15) for line in lines(self.whose, _WHOSE_UNITS)]
        feet = [(line, "note", 14) for words in (self.note, source) for line in lines(words, _NOTE_UNITS)]
        above, below = 12 + sum(step for *_, step in heads), 8 + sum(step for *_, step in feet)
        style = element("style", Markup(_CSS.read_text(encoding="utf-8")))  # noqa: S704 - a file of ours
        ground = element("rect", x=0, y=-above, width=WIDTH, height=self.height + above + below, class_="ground")
        written = Markup("").join([*_stacked(heads, 2 - above), *_stacked(feet, self.height)])
        size = {"width": 2 * WIDTH, "height": 2 * (self.height + above + below)}
        return str(self._svg(style + ground + written, above, below, **size))

    def _svg(self, before: Markup, above: int = 0, below: int = 0, **size: object) -> Markup:
        return element(
            "svg",
            element("title", self.title),
            element("desc", self.description),
            before,
            self.body,
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 {-above} {WIDTH} {self.height + above + below}",
            # What an image holds is not read out: one with links in it is a group.
            role="group" if "<a " in self.body else "img",
            class_="chart",
            aria_label=f"{self.title}. {self.description}",
            **size,
        )
