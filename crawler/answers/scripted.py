"""A script that only sends on, read without being run: one assignment or call that names its target in one string.

    location.href = "…"    window.location = "…"    top.location.replace("…")    document.location.assign("…")

each also after a time (``setTimeout``) or once the page is there (``onload``). A script with anything beside it
(a condition, a variable, strings put together, a cookie, a function of its own) would have to be run.
"""

from __future__ import annotations

import re

LONGEST_SCRIPT = 4_000
"""Characters; a script that only sends on has a tenth of that."""

_HOLDER = r"(?:(?:window|self|top|parent|document|this)\s*\.\s*)*location"
_STRING = r"(\"[^\"\n]*\"|'[^'\n]*')"
_EMPTY_FUNCTION = r"(?:function\s*\(\s*\)|\(\s*\)\s*=>)\s*\{(?P<body>.*)\}"

_COMMENTS = re.compile(
    r"/\*.*?\*/|<!--|-->|<!\[CDATA\[|\]\]>|^\s*//[^\n]*$|(?<=[;})])[ \t]*//[^\n]*$", re.DOTALL | re.MULTILINE
)
_HARMLESS = re.compile(
    rf"(?:(?:window\s*\.\s*)?alert\s*\(\s*{_STRING}\s*\)|[\"']use strict[\"']|return(?:\s+false)?)\s*(?:;|$)"
)
_GOES = re.compile(
    rf"(?:javascript:\s*)?{_HOLDER}(?:(?:\s*\.\s*href)?\s*=\s*{_STRING}|\s*\.\s*(?:replace|assign)\s*\(\s*{_STRING}\s*\))\s*;?"
)
_LATER = re.compile(
    rf"(?:window\s*\.\s*)?setTimeout\s*\(\s*(?:{_EMPTY_FUNCTION}|\(\s*\)\s*=>(?P<arrow>[^{{}}]*)|{_STRING})\s*,"
    r"\s*(?P<milliseconds>\d+)\s*\)\s*;?",
    re.DOTALL,
)
_ONCE_THERE = re.compile(rf"(?:window\s*\.\s*)?onload\s*=\s*{_EMPTY_FUNCTION}\s*;?", re.DOTALL)


def scripted(script: str) -> tuple[float, str] | None:
    """After how many seconds the script sends on, and where to (as written); ``None`` if it does or needs anything else."""
    if len(script) > LONGEST_SCRIPT:
        return None
    statement = _HARMLESS.sub("", _COMMENTS.sub("", script)).strip()
    if there := _ONCE_THERE.fullmatch(statement):
        return scripted(there["body"])
    if later := _LATER.fullmatch(statement):
        inner = scripted(later["body"] or later["arrow"] or _unquoted(later[3] or "''").replace("\\", ""))
        return (inner[0] + int(later["milliseconds"]) / 1000, inner[1]) if inner else None
    goes = _GOES.fullmatch(statement)
    target = _unquoted(goes[1] or goes[2]).replace("\\/", "/") if goes else "\\"
    return None if "\\" in target else (0.0, target)


def _unquoted(string: str) -> str:
    return string[1:-1]
