"""Numbers as reports print them in cells: separators, width, units, blanks and signs that stand for nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from writer.figures import CellKey, Figures

_WIDE = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
_HAN = "零一二三四五六七八九"
DASHES = ("—", "-", "/", "——", "－", "\\", "--")


@dataclass(frozen=True, slots=True)
class Printed:
    """What a cell shows and what it therefore says; ``state`` as in ``parsing.model``."""

    text: str
    value: Decimal | None
    state: str
    provable: Decimal | None = None
    """The number that the cell itself does not settle, but a sum may."""


def number(value: Decimal, text: str) -> Printed:
    return Printed(text, value, "number" if value else "zero")


def plain(value: Decimal) -> Printed:
    return number(value, str(value))


def spelled(value: int) -> str:
    """Chinese numerals of 1 to 99."""
    tens, ones = divmod(value, 10)
    head = "" if not tens else "十" if tens == 1 else _HAN[tens] + "十"
    return head + (_HAN[ones] if ones or not tens else "")


def blank(random: Random) -> Printed:
    return Printed(random.choice(("", "", " ", "\u3000", "\u00a0")), None, "blank")


def dash(random: Random) -> Printed:
    return Printed(random.choice(DASHES), None, "dash")


Style = Callable[[Random, CellKey, Decimal], Printed]


def _separated(random: Random, key: CellKey, value: Decimal) -> Printed:
    return number(value, f"{value:,}")


def _wide(random: Random, key: CellKey, value: Decimal) -> Printed:
    return number(value, str(value).translate(_WIDE))


def _wide_separated(random: Random, key: CellKey, value: Decimal) -> Printed:
    return number(value, f"{value:,}".translate(_WIDE))


def _spaced(random: Random, key: CellKey, value: Decimal) -> Printed:
    """Digits pulled apart as a justified cell shows them: ``1 2``."""
    return number(value, " ".join(str(value)))


def _with_unit(random: Random, key: CellKey, value: Decimal) -> Printed:
    unit = {"fees_collected": "万元", "procurement_amount": "元", "issued": "件", "decisions": "件"}.get(key[2], "件")
    return number(value, f"{value}{random.choice(('', '', ' '))}{unit}")


def _spelled(random: Random, key: CellKey, value: Decimal) -> Printed:
    """Chinese numerals with a measure word; zero alone."""
    if value != int(value) or not 0 <= value < 100:
        return plain(value)
    return number(value, spelled(int(value)) + ("件" if value else ""))


def _signed(random: Random, key: CellKey, value: Decimal) -> Printed:
    if key[2] != "items_change" or not value:
        return plain(value)
    signs = ("+", "增", "增加", "") if value > 0 else ("-", "减", "减少", "−")
    return number(value, random.choice(signs) + str(abs(value)))


def _decimals(random: Random, key: CellKey, value: Decimal) -> Printed:
    return number(value, f"{value}.00" if key[2] == "fees_collected" and value == int(value) else str(value))


def _padded(random: Random, key: CellKey, value: Decimal) -> Printed:
    return number(value, random.choice(("\u00a0{}", "{}\u00a0", "\u3000{}\u3000", " {} ")).format(value))


def _thinly_separated(random: Random, key: CellKey, value: Decimal) -> Printed:
    """Thousands apart by a space that does not break."""
    return number(value, f"{value:,}".replace(",", random.choice(("\u00a0", "\u2009", "\u202f"))))


def _whole_decimals(random: Random, key: CellKey, value: Decimal) -> Printed:
    """Counts as a spreadsheet shows them: ``12.0``."""
    return number(value, f"{value}.0" if value == int(value) else str(value))


def _footnoted(random: Random, key: CellKey, value: Decimal) -> Printed:
    """Some numbers carry the mark of a footnote."""
    mark = random.choice(("①", "*", "②", "※", "[1]", "〔注1〕", "注2")) if value and random.random() < 0.1 else ""
    return number(value, f"{value}{mark}")


def _raised(random: Random, key: CellKey, value: Decimal) -> Printed:
    """Some numbers carry a raised digit, the mark of a note."""
    return number(value, f"{value}{random.choice('¹¹²³') if random.random() < 0.1 else ''}")


def _raised_somewhere(random: Random, key: CellKey, value: Decimal) -> Printed:
    """The same where nothing tells that a digit is raised: what the cell says cannot be known."""
    return Printed(f"{value} 1", None, "text", value) if value and random.random() < 0.05 else plain(value)


def _commented(random: Random, key: CellKey, value: Decimal) -> Printed:
    """Some numbers are explained inside the cell."""
    comment = (
        random.choice(("（含上年1件）", "(网络2件)", "（其中3件撤回）")) if value and random.random() < 0.1 else ""
    )
    return number(value, f"{value}{comment}")


def _mixed(random: Random, key: CellKey, value: Decimal) -> Printed:
    """Every cell by another hand."""
    if not value and random.random() < 0.3:
        return random.choice((blank, dash))(random)
    return random.choice((_separated, _wide, _with_unit, _padded))(random, key, value)


def _zero_as(what: Callable[[Random], Printed], share: float) -> Style:
    def style(random: Random, key: CellKey, value: Decimal) -> Printed:
        return what(random) if not value and random.random() < share else plain(value)

    return style


def _nothing(random: Random) -> Printed:
    return Printed("无", None, "text")


def _totals_blank(random: Random, key: CellKey, value: Decimal) -> Printed:
    return blank(random) if key[2] == "total" else plain(value)


def _zero_totals_blank(random: Random, key: CellKey, value: Decimal) -> Printed:
    return blank(random) if key[2] == "total" and not value else plain(value)


def _unused_groups_blank(random: Random, key: CellKey, value: Decimal) -> Printed:
    return blank(random) if key[0] == "appeals" and not value else plain(value)


def _words(random: Random, key: CellKey, value: Decimal) -> Printed:
    """A word in some cells of table two and in a zero now and then; two counts in one cell."""
    word = random.choice(("增", "减", "略", "见附件", "详见目录", "不适用", "0/0", "待统计"))
    share = 0.1 if key[0] == "proactive" else 0.01 if not value else 0.0
    return Printed(word, None, "text") if random.random() < share else plain(value)


STYLES: dict[str, Style] = {
    "plain": lambda random, key, value: plain(value),
    "separated": _separated,
    "wide": _wide,
    "wide_separated": _wide_separated,
    "spaced": _spaced,
    "with_unit": _with_unit,
    "spelled": _spelled,
    "signed": _signed,
    "decimals": _decimals,
    "padded": _padded,
    "thinly_separated": _thinly_separated,
    "whole_decimals": _whole_decimals,
    "footnoted": _footnoted,
    "words": _words,
    "raised": _raised,
    "raised_somewhere": _raised_somewhere,
    "commented": _commented,
    "mixed": _mixed,
    "zeros_blank": _zero_as(blank, 1.0),
    "zeros_dash": _zero_as(dash, 1.0),
    "some_zeros_blank": _zero_as(blank, 0.2),
    "few_zeros_blank": _zero_as(blank, 0.02),
    "some_zeros_dash": _zero_as(dash, 0.2),
    "some_zeros_nothing": _zero_as(_nothing, 0.05),
    "totals_blank": _totals_blank,
    "zero_totals_blank": _zero_totals_blank,
    "appeals_blank": _unused_groups_blank,
}


def print_figures(random: Random, figures: Figures, style: str) -> dict[CellKey, Printed]:
    """Every figure as one style prints it."""
    return {key: STYLES[style](random, key, value) for key, value in figures.items()}
