"""A sentence as tokens: numbers with their units, dates, titles, the words of the lexicon, and marks of punctuation.

What lies between two tokens is a word that nobody here knows; it is a token of its own (``unknown``), for it may change
what a number counts.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from parsing.numerals import NUMBER_PATTERN, PERCENT_PATTERN, SPELLED, PrintedNumber, measure_words, parse_number, parse_percent
from parsing.prose.claims.lexicon import lexicon

_PUNCTUATION = {
    ",": "comma", ";": "semicolon", ":": "colon", "。": "stop", "!": "stop", "?": "stop", "、": "pause", "(": "open", ")": "close",
}  # fmt: skip
_DAY = r"(?:\d{1,2}(?:日|号))"
_MONTH = r"(?:\d{1,2}月份?)"
_UNTIL = r"(?:[-—~–至到]+)"
_DATE = (
    rf"(?P<from>20\d\d)年?度?{_MONTH}?{_DAY}?起?{_UNTIL}(?:今年|(?P<to>20\d\d)年?)度?{_MONTH}?{_DAY}?(?:底|末|止)?"
    rf"|(?P<year>20\d\d)(?:年度?|(?=[.]\d))(?P<extent>底|末|(?:\d{{1,2}}月?{_UNTIL}\d{{1,2}}月份?|{_MONTH}){_DAY}?(?:{_UNTIL}{_MONTH}?{_DAY}?)?(?:底|末|止)?)?"
    rf"|(?P<months>\d{{1,2}}月?{_UNTIL}\d{{1,2}}月份?{_DAY}?|{_MONTH}{_DAY}?(?:{_UNTIL}{_MONTH}?{_DAY}?)?)(?:底|末|止)?|\d{{1,2}}:\d\d(?!\d)"
)
_DURATIONS = frozenset({"年", "个月", "小时", "个小时", "分钟", "岁", "届", "级", "种", "类", "版", "步", "网", "站"})
"""Units of what is no number of things: words like any other."""
_OTHER_UNITS = ("个百分点", "百分点", "个工作日", "工作日", "平方米", "公里", "分钟", "小时", "个月", "个小时", "天", "日", "倍", "番", "成", "年", "月", "号", "岁", "分", "届", "时", "字", "米", "种", "类", "级", "版", "笔", "张", "台", "套", "部", "字节", "所", "座", "间", "卷", "册", "幅", "组", "对", "步", "网", "站", "条例", "号文")  # fmt: skip
_TIMES = re.compile(r"百分之|%")
_TITLE = r"《[^》]*》|〔[^〕]*〕(?:第?\d+号)?|[\[【][^\]】]{0,40}[\]】]\d*号?|<[^>]*>"
_LATIN = r"(?:https?://|www\.)[\x21-\x7e]+|\d{3,4}-\d{7,8}|1\d{10}(?!\d)|[A-Za-z][A-Za-z0-9.@_/&+-]*|\d+[×xX*]\d+"
_ORDINAL = rf"(?<![\d.])\d{{1,2}}\.(?!\d)|第(?:\d+|[〇零一二三四五六七八九十百]+)(?:条|款|项|批|次|届|轮|位|名|期|章|部分|方|一)?|[一二三四五六七八九十]是|[一二三四五六七八九十](?:届|审|公开|网|站式)"


class Token(NamedTuple):
    """A named tuple and no dataclass: thousands are made for a report, in a third of the time."""

    tag: str
    """Of the lexicon, or ``number``, ``date``, ``title``, ``unknown``, or a mark of punctuation."""
    kind: str
    """Class of the lexicon; ``number``, ``date``, ``unknown``, ``punctuation`` or ``other``."""
    family: str
    start: int
    end: int
    text: str
    number: PrintedNumber | None = None
    unit: str = ""
    """Measure word of a number; ``%`` for a percentage."""
    year: int | None = None
    """Year of a date, of the last day of a period."""
    extent: str = ""
    """Of a date: ``year`` (a whole one), ``part`` (a month, some months), ``day`` or ``years`` (several)."""

    @property
    def measures(self) -> str:
        """What the measure word measures (``items``, ``cases`` …); empty for a bare number."""
        return "percent" if self.unit == "%" else measure_words().get(self.unit, "" if not self.unit else "other")


def tokenise(text: str) -> tuple[Token, ...]:
    """The tokens of a folded sentence, in order and without gaps but for spaces and quotes."""
    tokens: list[Token] = []
    end = 0
    for match in _token().finditer(text):
        _add_unknown(tokens, text, end, match.start())
        tokens.append(_TOKENS[match.lastgroup or ""](match))
        end = match.end()
    _add_unknown(tokens, text, end, len(text))
    return tuple(tokens)


_SKIPPED = re.compile(r"[\s“”\"'‘’「」『』.·•*#/-]*")


def _add_unknown(tokens: list[Token], text: str, start: int, end: int) -> None:
    begin = _SKIPPED.match(text, start, end)
    start = begin.end() if begin else start
    words = text[start:end].rstrip(" “”\"'‘’「」『』.·")
    if words:
        tokens.append(Token("unknown", "unknown", "", start, start + len(words), words))


def _word(match: re.Match[str]) -> Token:
    cue = lexicon().cues[match[0]]
    return Token(cue.tag, cue.kind, cue.family, *match.span(), match[0])


def _number(match: re.Match[str]) -> Token:
    printed = match["number"]
    number = parse_percent(printed) if _TIMES.search(printed) else parse_number(printed)
    unit = "%" if _TIMES.search(printed) else match["unit"] or ""
    if not printed[0].isdigit() and not unit and printed not in ("零", "0") and not re.search(r"\d", printed):
        # 一 and the like stand in many words; they are counts only with a measure word.
        return Token("unknown", "unknown", "", *match.span(), match[0])
    if unit in _DURATIONS:
        return Token("measure", "other", "", *match.span(), match[0])
    if unit == "成" and number is not None:
        number, unit = PrintedNumber(number.value * 10, number.decimals - 1, number.is_approximate), "%"
    if unit == "百分点":
        unit = "个百分点"
    return Token("number", "number", "", *match.span(), match[0], number, unit)


def _date(match: re.Match[str]) -> Token:
    if match["from"]:
        first, last = int(match["from"]), int(match["to"] or 0)
        return Token("date", "date", "", *match.span(), match[0], year=last, extent="year" if first == last else "years")
    extent = match["extent"] or match["months"] or ""
    year = int(match["year"]) if match["year"] else None
    return Token("date", "date", "", *match.span(), match[0], year=year, extent=_extent(extent))


def _extent(text: str) -> str:
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    if not text or text in ("底", "末"):
        return "day" if text else "year"
    if re.search(_UNTIL, text):
        return "year" if numbers[0] == 1 and 12 in numbers[1:] else "part"
    return "day" if re.search(r"日|号|底|末|止", text) else "part"


def _other(match: re.Match[str]) -> Token:
    return Token(match.lastgroup or "other", "other", "", *match.span(), match[0])


def _punctuation(match: re.Match[str]) -> Token:
    return Token(_PUNCTUATION[match[0]], "punctuation", "", *match.span(), match[0])


_TOKENS = {
    "title": _other, "latin": _other, "ordinal": _other, "date": _date, "word": _word, "numeral": _number, "mark": _punctuation,
}  # fmt: skip


@cache
def _token() -> re.Pattern[str]:
    units = sorted({*measure_words(), *_OTHER_UNITS}, key=len, reverse=True)
    unit = "|".join(map(re.escape, units))
    number = (
        rf"(?P<number>{PERCENT_PATTERN}|(?<![A-Za-z]){NUMBER_PATTERN})"
        rf"(?P<unit>{unit})?(?(unit)(?:\((?:{unit})\)|/(?:{unit}))?|)"
    )
    return re.compile(
        rf"(?=[《〔\[【<])(?P<title>{_TITLE})|(?=[0-9])(?P<date>{_DATE})|(?P<word>{lexicon().pattern})"
        rf"|(?=[A-Za-z0-9])(?P<latin>{_LATIN})|(?=[0-9第一二三四五六七八九十])(?P<ordinal>{_ORDINAL})"
        rf"|(?=[0-9{SPELLED}大约将近超逾])(?P<numeral>{number})|(?P<mark>[{re.escape(''.join(_PUNCTUATION))}])"
    )
