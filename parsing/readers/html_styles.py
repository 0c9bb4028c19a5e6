"""What the style sheets inside a page say of its elements, written into their ``style`` as if it stood there.

So whoever asks how an element looks asks its ``style`` alone. Only what hides text or sets it apart is written, and only
rules that hold on any screen: those of a printer or a narrow window are left out. Sheets in files of their own are not there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from parsing.readers.safe_xml import Element

INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "ins", "kbd", "label", "mark", "nobr", "q", "rb", "rt", "ruby", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "o:p",
})  # fmt: skip
"""Elements that stand in a line of text."""
_PROPERTIES = frozenset({
    "display", "visibility", "opacity", "font-size", "color", "position", "left", "top", "bottom", "text-indent",
    "clip", "clip-path", "vertical-align", "text-raise", "mso-text-raise", "transform", "text-decoration",
    "text-decoration-line",
})  # fmt: skip
_TELLING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*[hc]|opacity\s*:\s*[0.]|color\s*:\s*(?:#f|white|transparent)|clip\s*:|clip-path"
    r"|font-size\s*:\s*(?:0|[1-9](?:\.\d+)?p[xt]|[1-9]\d(?:\.\d+)?%|\.|smaller|x)|text-indent\s*:\s*-"
    r"|(?<![\w-])(?:left|top|bottom)\s*:\s*-?[\d.]|vertical-align\s*:\s*(?:su|b|-?[\d.])|text-raise|translate|line-through"
)
"""What a rule has, in small letters, if it hides text or sets it apart."""
_BRACE = re.compile(r"[{}]")
_COMPOUND = re.compile(r"(?P<tag>[a-z][a-z0-9]*|\*)?(?P<names>(?:[.#][\w-]+)*)")
_NAME = re.compile(r"[.#][\w-]+")
_NARROWED = re.compile(r"print|\(|not|speech")
"""What stands in ``@media`` if its rules do not hold on every screen."""
_MAX_RULES = 20
"""Rules of one name that are looked at: a sheet has a few, a hostile one has thousands for every element."""


class _Compound(NamedTuple):
    tag: str
    names: frozenset[str]
    """Classes and ids with their signs (``.note``, ``#n1``)."""

    def fits(self, element: Element, names: frozenset[str]) -> bool:
        return (not self.tag or self.tag == element.tag) and self.names <= names


class _Rule(NamedTuple):
    weight: tuple[int, int, int, int]
    """Ids, classes and tags of the selector, then its place: of several rules the heaviest counts."""
    last: _Compound
    around: tuple[_Compound, ...]
    """The compounds before the last, from the inside out."""
    says: Mapping[str, str]


def write_sheets(root: Element) -> list[Element]:
    """Writes what the sheets say into the elements they are about; gives those elements."""
    rules = _rules_by_key(root)
    if not rules:
        return []
    written = []
    for element in root.iter("*"):
        names = _names(element)
        if not (names or element.tag in rules):
            continue
        found = [rule for key in (element.tag, *names) for rule in rules.get(key, ()) if _fits(rule, element, names)]
        if found:
            _write(element, sorted(found, key=lambda rule: rule.weight))
            written.append(element)
    return written


@lru_cache(maxsize=1024)
def declarations(style: str) -> Mapping[str, str]:
    """The properties of a ``style`` in small letters; of one that is said twice the last counts."""
    pairs = (part.partition(":") for part in style.lower().replace("!important", "").split(";"))
    return {name.strip(): value.strip() for name, sign, value in pairs if sign}


def _write(element: Element, rules: list[_Rule]) -> None:
    own = element.get("style") or ""
    said: dict[str, str] = {}
    for rule in rules:
        said |= rule.says
    said = {name: value for name, value in said.items() if name not in declarations(own)}
    element.set(
        "style", "; ".join([own.rstrip("; "), *(f"{name}: {value}" for name, value in said.items())]).lstrip("; ")
    )


def _fits(rule: _Rule, element: Element, names: frozenset[str]) -> bool:
    if not rule.last.fits(element, names):
        return False
    around = element.iterancestors()
    return all(any(compound.fits(outer, _names(outer)) for outer in around) for compound in rule.around)


def _names(element: Element) -> frozenset[str]:
    classes, own_id = element.get("class"), element.get("id")
    if not classes and not own_id:
        return frozenset()
    found = [f".{name}" for name in classes.lower().split()] if classes else []
    return frozenset([*found, f"#{own_id.lower()}"] if own_id else found)


def _rules_by_key(root: Element) -> Mapping[str, list[_Rule]]:
    """The rules by a name that an element they are about must have, else by its tag; none if no sheet matters here."""
    sheets = [sheet.text.lower() for sheet in root.iter("style") if sheet.text]
    if not any(_TELLING.search(sheet) for sheet in sheets):
        return {}
    rules: dict[str, list[_Rule]] = defaultdict(list)
    for place, (selectors, says) in enumerate(rule for sheet in sheets for rule in _rules(sheet)):
        for selector in selectors.split(","):
            rule = _rule(selector, says, place)
            if rule is not None:
                key = min(rule.last.names, default=rule.last.tag)
                if len(rules[key]) < _MAX_RULES:
                    rules[key].append(rule)
    return rules


def _rule(selector: str, says: Mapping[str, str], place: int) -> _Rule | None:
    """``None`` if the selector asks for more than tags, classes and ids around each other."""
    compounds = []
    for part in selector.replace(">", " ").split():
        found = _COMPOUND.fullmatch(part)
        if found is None:
            return None
        compounds.append(_Compound((found["tag"] or "").strip("*"), frozenset(_NAME.findall(found["names"]))))
    if not compounds or not (compounds[-1].names or compounds[-1].tag):
        return None
    names = [name for compound in compounds for name in compound.names]
    ids = sum(name.startswith("#") for name in names)
    weight = (ids, len(names) - ids, sum(bool(compound.tag) for compound in compounds), place)
    return _Rule(weight, compounds[-1], tuple(reversed(compounds[:-1])), says)


def _rules(sheet: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Selectors and what they say, of each rule that holds on any screen and says anything that matters here."""
    sheet = _without_comments(sheet)
    around: list[str] = []
    start = 0
    for brace in _BRACE.finditer(sheet):
        text = sheet[start : brace.start()]
        start = brace.end()
        if brace[0] == "{":
            around.append(text.rpartition(";")[2].strip())
        elif around:
            selectors = around.pop()
            says = {name: value for name, value in declarations(text).items() if name in _PROPERTIES}
            is_telling = "display" in says or "visibility" in says or _TELLING.search(text)
            if says and is_telling and not selectors.startswith("@") and all(map(_holds_everywhere, around)):
                yield selectors, says


def _holds_everywhere(outer: str) -> bool:
    return outer.startswith("@media") and not _NARROWED.search(outer)


def _without_comments(sheet: str) -> str:
    pieces: list[str] = []
    for piece in sheet.replace("<!--", "").replace("-->", "").split("/*"):
        pieces.append(piece.partition("*/")[2] if pieces else piece)
    return "".join(pieces)
