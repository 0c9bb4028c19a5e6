"""What a registry row may say of its portal under one name: checked in words for people, and as JSON schema.

Each constructor here makes the pair, so that the reader of the registry and the published schema cannot disagree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Check = Callable[[Any], str | None]
"""What is wrong with a value, or ``None``; the words complete ``portal parameter …``."""

_CONTEXT = re.compile(r"(/[^\s/?#]+)*")
_COLUMN = re.compile(r"/(?!/)[^\s#]*")
_COLUMN_WITH_FRAGMENT = re.compile(r"/(?!/)\S*")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a platform; its value may be null as long as nobody has confirmed it."""

    name: str
    check: Check
    schema: Mapping[str, Any]
    is_required: bool = True
    """A row may leave out a parameter that is not required; one that is has to stand there, be it null."""


def text(name: str, description: str, *, is_required: bool = True) -> Parameter:
    return Parameter(name, check_text, _schema(description, "string", pattern=r"\S"), is_required)


def identifier(name: str, description: str, *, is_required: bool = True) -> Parameter:
    """A number, or a text that stands for one."""
    return Parameter(
        name, check_identifier, _schema(description, "integer", "string", minimum=0, minLength=1), is_required
    )


def context(name: str, description: str) -> Parameter:
    """What stands in a path before the platform's own part."""
    return _path(name, _CONTEXT, "empty or a path such as /zwgk", description)


def query(name: str, description: str) -> Parameter:
    """Parameters of a search; a row may leave them out."""
    values = {"additionalProperties": {"type": ["integer", "string"]}}
    return Parameter(name, _check_query, _schema(description, "object", minProperties=1, **values), is_required=False)


def matching(pattern: re.Pattern[str], form: str) -> Check:
    """A check for texts of one form; no path may climb."""

    def check(value: Any) -> str | None:
        if isinstance(value, str) and pattern.fullmatch(value) and ".." not in value.split("/"):
            return None
        return f"has the value {value!r}, not {form}"

    return check


def check_text(value: Any) -> str | None:
    return (
        None if isinstance(value, str) and value.strip() else f"has the value {value!r} of the wrong type, not a text"
    )


def check_identifier(value: Any) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return None
    return None if isinstance(value, str) and value.strip() else f"has the value {value!r} of the wrong type, not an id"


def _check_query(value: Any) -> str | None:
    if isinstance(value, Mapping) and value and all(check_text(name) is None for name in value):
        return next((words for words in map(check_identifier, value.values()) if words), None)
    return f"has the value {value!r}, not a mapping of search parameters"


def _path(name: str, pattern: re.Pattern[str], form: str, description: str) -> Parameter:
    return Parameter(name, matching(pattern, form), _schema(description, "string", pattern=f"^{pattern.pattern}$"))


def _schema(description: str, *types: str, **terms: Any) -> Mapping[str, Any]:
    return {"type": [*types, "null"], **terms, "description": description}


COLUMN = _path(
    "column",
    _COLUMN,
    "a path from the host's root such as /zwgk/gknb/",
    "Path (and query) of the list from the host's root",
)
COLUMN_WITH_FRAGMENT = _path(
    "column", _COLUMN_WITH_FRAGMENT, "a path from the host's root", "As elsewhere; may have a #fragment"
)
