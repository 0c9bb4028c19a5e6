"""A sentence as tokens: numbers with their units, dates, titles, the words of the lexicon, and marks of punctuation.

What lies between two tokens is a word that nobody here knows. It is a token of its own (``unknown``), for it may change
what a number counts.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache
from string import ascii_letters
from typing import NamedTuple

from parsing.numerals import (
    NUMBER_PATTERN,
    PERCENT_PATTERN,
    SPELLED,
    PrintedNumber,
    measure_words,
    parse_number,
    parse_percent,
)
from parsing.prose.claims.lexicon import Lexicon, lexicon
from parsing.text import LOST

_PUNCTUATION = {
    ",": "comma", ";": "semicolon", ":": "colon", "。": "stop", "!": "stop", "?": "stop", "、": "pause", "(": "open", ")": "close",
}  # fmt: skip
_DAY = r"(?:\d{1,2}(?:日|号))"
_MONTH = r"(?:\d{1,2}月份?)"
_UNTIL = r"(?:[-—~–至到]+)"
_DATE = (
    rf"(?P<from>20\d\d)年?度?{_MONTH}?{_DAY}?起?{_UNTIL}(?:今年|(?P<to>20\d\d)年?)度?{_MONTH}?{_DAY}?(?:底|末|止)?"
    rf"|(?P<year>20\d\d)(?:年度?|(?=[.](?:0?[1-9]|1[0-2])(?![\d万亿元]))|(?=1?\d月))(?P<extent>底|末|(?:\d{{1,2}}月?{_UNTIL}\d{{1,2}}月份?|{_MONTH}){_DAY}?(?:{_UNTIL}(?!今){_MONTH}?{_DAY}?)?(?:底|末|止)?)?"
    rf"|(?P<months>\d{{1,2}}月?{_UNTIL}\d{{1,2}}月份?{_DAY}?|{_MONTH}{_DAY}?(?:{_UNTIL}{_MONTH}?{_DAY}?)?)(?:底|末|止)?|\d{{1,2}}:\d\d(?!\d)"
)
_DURATIONS = frozenset({"年", "个月", "小时", "个小时", "分钟", "岁", "届", "级", "种", "类", "版", "步", "网", "站"})
"""Units of what is no number of things: words like any other."""
DAY_UNITS = frozenset({"个工作日", "工作日", "天", "日"})
"""Units of how long something takes."""
_OTHER_UNITS = ("个百分点", "百分点", "个工作日", "工作日", "个自然日", "自然日", "平方米", "公里", "分钟", "小时", "个月", "个小时", "天", "日", "倍", "番", "成", "年", "月", "号", "岁", "分", "届", "时", "字", "米", "种", "类", "级", "版", "笔", "张", "台", "套", "部", "字节", "所", "座", "间", "卷", "册", "幅", "组", "对", "步", "网", "站", "条例", "号文", "个部门", "个单位", "家单位", "个科室", "个处室", "个乡镇", "个镇街", "个街道", "个社区", "个行政村")  # fmt: skip
_TIMES = re.compile(r"百分之|%")
_TITLE = r"《[^》]*》|〔[^〕]*〕(?:第?\d+号)?|[\[【]\d{4}[\]】](?:第?\d+号)?|<[^>]*>"
_LATIN = (
    r"(?:https?://|www\.)[\x21-\x27\x2a-\x7e]+|\d{3,4}-\d{7,8}|1\d{10}(?!\d)|[A-Za-z][A-Za-z0-9.@_/&+-]*|\d+[×xX*]\d+"
)
_ORDINAL = r"(?<![\d.])\d{1,2}\.(?!\d)|(?<![\d.])\d{1,2}\.(?=20\d\d年)|第(?:\d+|[〇零一二三四五六七八九十百]+)(?:条|款|项|批|次|届|轮|位|名|期|章|部分|方|一)?|[一二三四五六七八九十]是|[一二三四五六七八九十](?:届|审|公开|网|站式)"


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


@lru_cache(maxsize=16)
def tokenise(text: str) -> tuple[Token, ...]:
    """The tokens of a folded sentence, in order and without gaps but for spaces and quotes.

    The last ones are kept: each sentence is asked what the one before it was about.
    """
    tokens: list[Token] = []
    words, starts = lexicon(), _starts()
    place = end = 0
    while place < len(text):
        token = _at(text, place, words) if text[place] in starts else None
        if token is None:
            place += 1
            continue
        if place > end:
            _add_unknown(tokens, text, end, place)
        tokens.append(token)
        place = end = token.end
    if place > end:
        _add_unknown(tokens, text, end, place)
    return tuple(tokens)


_DIGITS = frozenset("0123456789")
_ROUGHLY = frozenset("约近超逾大将")
_SPECIAL = frozenset(SPELLED) | frozenset("百第")
_OPENS_TITLE = frozenset("《〔[【<")


@cache
def _starts() -> frozenset[str]:
    """Signs at which a token may begin, of the lexicon or not."""
    return lexicon().starts.union(_DIGITS, _ROUGHLY, _SPECIAL, _OPENS_TITLE, _PUNCTUATION, ascii_letters, "“")


def _at(text: str, place: int, words: Lexicon) -> Token | None:
    """The token that begins at a place: a title or date before a word, a word before a number, unless it only says 约."""
    sign = text[place]
    if sign == "“":
        named = _ACCOUNT.match(text, place)
        return _account(named) if named is not None else None
    is_digit = sign in _DIGITS
    if (is_digit or sign in _OPENS_TITLE) and (match := _first().match(text, place)):
        return _TOKENS[match.lastgroup or ""](match)
    cue, end = words.longest(text, place) if sign in words.starts else (None, place)
    if sign in _ROUGHLY and (match := _last().match(text, place)) and match.end() > end and match["unit"] != "年":
        return _TOKENS[match.lastgroup or ""](match)
    if cue is not None and not (is_digit and text[place:end].isdigit() and _COUNTED.match(text, end)):
        return Token(cue.tag, cue.kind, cue.family, place, end, text[place:end])
    if sign in _PUNCTUATION:
        return Token(_PUNCTUATION[sign], "punctuation", "", place, place + 1, sign)
    if is_digit or sign in _SPECIAL or (sign.isascii() and sign.isalpha()):
        match = _last().match(text, place)
        return _TOKENS[match.lastgroup or ""](match) if match is not None else None
    return None


_NAMED = "“[^“”,。;、]{1,13}"
_QUOTED = f"{_NAMED}[^“”,。;、]”"
_OF_NEWS = f"{_NAMED}(?<!信息)(?<!政策)(?<!新闻)(?<!公告)发布”"
_OF_ACCOUNTS = "[个两三四2-4]*(?:官方|政务)*(?:微信|微博|抖音|视频号|公众|头条|订阅号|服务号)"
_ACCOUNT = re.compile(
    rf"(?:(?<=公众号)|(?<=微博)|(?<=视频号)|(?<=抖音号)|(?<=头条号)|(?<=订阅号)|(?<=服务号)|(?<=公众平台)){_QUOTED}(?![栏专板版频菜模类])"
    rf"|{_QUOTED}(?={_OF_ACCOUNTS})|{_NAMED}[^网站台栏号端报“”,。;、]”(?=(?:[、和及]?{_QUOTED})+{_OF_ACCOUNTS})"
    rf"|(?P<other>(?<=[在过于托用]){_OF_NEWS}|{_OF_NEWS}(?=[和与及、]))"
)
"""The name of an account in quotes, whatever words it is made of: “甲区发布”微信公众号, 微博“乙县政府网”; “甲区发布”和微信 are two channels."""


def _account(match: re.Match[str]) -> Token:
    tag, kind = ("other_channel", "place") if match["other"] else ("account", "filler")
    return Token(tag, kind, "", match.start() + 1, match.end() - 1, match[0][1:-1])


_COUNTED = re.compile(r"[\d条篇元万个份项次场户家名期件]|人次|人[,。;、]|[.,]\d")
"""Behind a word of digits (12345): what makes it a count."""
_LISTED = re.compile(
    rf"(?:[、和及][{SPELLED}百]+)+(?:{'|'.join(map(re.escape, ('件', '条', '篇', '份', '次', '起', '宗')))})"
)
"""Behind a numeral without a measure word: the others of its list, up to the one that has it."""
_SKIPPED = re.compile(r"[\s\[\]【】“”\"'‘’「」『』.·•*#/—–-]*")


def _add_unknown(tokens: list[Token], text: str, start: int, end: int) -> None:
    begin = _SKIPPED.match(text, start, end)
    start = begin.end() if begin else start
    words = text[start:end].rstrip(" “”\"'‘’「」『』.·—–")
    if words:
        tokens.append(Token("unknown", "unknown", "", start, start + len(words), words))


def _number(match: re.Match[str]) -> Token:
    printed = match["number"]
    is_percent = _TIMES.search(printed) is not None
    number = parse_percent(printed) if is_percent else _plain(printed) or parse_number(printed)
    unit = "%" if is_percent else match["unit"] or ""
    is_listed = not unit and _LISTED.match(match.string, match.end()) is not None  # 二十、三、五件
    if not (printed[0].isdigit() or unit or is_listed or printed in ("零", "0") or re.search(r"\d", printed)):
        # 一 and the like stand in many words; they are counts only with a measure word.
        return Token("unknown", "unknown", "", *match.span(), match[0])
    if unit in _DURATIONS:
        return Token("measure", "other", "", *match.span(), match[0])
    if number is None or _is_beside_lost(match):
        # Digits that are no number that anybody could keep (2013111231…), or not all of one: a word like any other.
        return Token("measure", "other", "", *match.span(), match[0])
    if unit[:1] == "成":
        rest = parse_number(unit[1:]) if unit[1:] else None
        value = number.value * 10 + (rest.value if rest is not None else 0)
        number, unit = PrintedNumber(value, -1 if rest is None else 0, number.is_approximate), "%"
    if unit == "百分点":
        unit = "个百分点"
    return Token("number", "number", "", *match.span(), match[0], number, unit)


def _is_beside_lost(match: re.Match[str]) -> bool:
    """Whether a sign that cannot be read touches a number: it may be one of its digits."""
    return LOST in match.string[max(match.start() - 1, 0) : match.end("number") + 1]


def _plain(printed: str) -> PrintedNumber | None:
    """A number of few digits and nothing else, which most are, read without looking for all that it is not."""
    is_plain = len(printed) < _FEW and printed.isascii() and printed.isdigit()
    return PrintedNumber(Decimal(printed), 0, is_approximate=False) if is_plain else None


_FEW = 10


def _date(match: re.Match[str]) -> Token:
    if match["from"]:
        first, last = int(match["from"]), int(match["to"] or 0)
        return Token(
            "date", "date", "", *match.span(), match[0], year=last, extent="year" if first == last else "years"
        )
    extent = match["extent"] or match["months"] or ""
    year = int(match["year"]) if match["year"] else None
    return Token("date", "date", "", *match.span(), match[0], year=year, extent=_extent(extent))


_FIRST_DAY = "5月"
"""On 1 May 2008 the regulations came into force: the first reports cover the months since."""


def _extent(text: str) -> str:
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    if not text or text in ("底", "末"):
        return "day" if text else "year"
    if re.search(_UNTIL, text):
        return "year" if (numbers[0] == 1 or text.startswith(_FIRST_DAY)) and 12 in numbers[1:] else "part"
    return "day" if re.search(r"日|号|底|末|止", text) else "part"


_SITES = ("政府网》", "网站》", "官网》", "门户网》", "信息网》")
"""Ends of titles that name the bureau's own site (《甲市人民政府网》)."""
_PAPERS = ("日报》", "晚报》", "早报》", "周报》", "都市报》", "保障报》", "公报》", "杂志》", "电视台》")
_PAPER = re.compile("(?<![年简月季通专汇快申举预填])报》$")
"""Ends of titles that name other media."""


def _other(match: re.Match[str]) -> Token:
    if match[0].endswith((*_SITES, *_PAPERS)) or _PAPER.search(match[0]):
        tag = "website" if match[0].endswith(_SITES) else "other_channel"
        return Token(tag, "place", "disclosure", *match.span(), match[0])
    return Token(match.lastgroup or "other", "other", "", *match.span(), match[0])


_TOKENS = {
    "title": _other, "latin": _other, "ordinal": _other, "date": _date, "numeral": _number,
}  # fmt: skip


@cache
def _first() -> re.Pattern[str]:
    return re.compile(rf"(?P<title>{_TITLE})|(?P<date>{_DATE})")


@cache
def _last() -> re.Pattern[str]:
    units = sorted({*measure_words(), *_OTHER_UNITS}, key=len, reverse=True)
    unit = "成[一二三四五六七八九]|" + "|".join(map(re.escape, units))
    number = (
        rf"(?P<number>{PERCENT_PATTERN}|(?<![A-Za-z]){NUMBER_PATTERN})"
        rf"(?P<unit>{unit})?(?(unit)(?:\((?:{unit})\)|/(?:{unit}))?|)"
    )
    return re.compile(rf"(?P<latin>{_LATIN})|(?P<ordinal>{_ORDINAL})|(?P<numeral>{number})")
