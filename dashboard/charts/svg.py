"""SVG as text: elements with escaped attributes, and the drawing that they make up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from markupsafe import Markup, escape

WIDTH = 360
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

    @property
    def inline(self) -> Markup:
        """For a page, which has the style sheet."""
        return self._svg(Markup(""))

    def as_file(self) -> str:
        """With its colours, its title and a ground of its own."""
        above = 30
        style = element("style", Markup(_CSS.read_text(encoding="utf-8")))  # noqa: S704 - a file of ours
        ground = element("rect", x=0, y=-above, width=WIDTH, height=self.height + above, class_="ground")
        heading = text(8, -10, self.title, "heading", "start")
        return str(self._svg(style + ground + heading, above, width=2 * WIDTH, height=2 * (self.height + above)))

    def _svg(self, before: Markup, above: int = 0, **size: object) -> Markup:
        return element(
            "svg",
            element("title", self.title),
            element("desc", self.description),
            before,
            self.body,
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 {-above} {WIDTH} {self.height + above}",
            # What an image holds is not read out: one with links in it is a group.
            role="group" if "<a " in self.body else "img",
            class_="chart",
            aria_label=f"{self.title}. {self.description}",
            **size,
        )
