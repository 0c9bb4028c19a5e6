"""Templates: everything from a release is escaped, an unknown name is an error."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dashboard import format
from dashboard.frame import Frame
from dashboard.visit import Visit
from dashboard.wording import Language, say

_FOLDER = Path(__file__).parent / "templates"


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(
        number=format.number, rounded=format.rounded, signed=format.signed, percent=format.percent, day=format.day
    )
    made.filters["web"] = web_address
    return made


def web_address(value: object) -> str | None:
    """An address that may become a link: crawled text could say ``javascript:``; imported files have no address."""
    text = str(value or "")
    return text if text.startswith(("https://", "http://")) else None


_ENVIRONMENT = _environment()


def fill(template: str, visit: Visit, frame: Frame, **context: object) -> str:
    """The HTML of one page."""
    return _ENVIRONMENT.get_template(template).render(visit=visit, frame=frame, say=visit.say, **context)


def fill_error(language: Language, base: str, word: str, status: int, values: Mapping[str, object]) -> str:
    """What went wrong, as a page that needs no release."""
    template = _ENVIRONMENT.get_template("error.html")
    return template.render(
        language=language, base=base, status=status, text=say(language, word, **values), say=partial(say, language)
    )
