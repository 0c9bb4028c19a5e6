"""What the prose says of all applications without a number: 均已按期答复."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from parsing.numerals import PrintedNumber
from parsing.prose.claims.facets import OF_APPLICATIONS
from parsing.prose.claims.rates import is_by_request, speaks_of_other_work
from parsing.prose.claims.sentence import HANDED_ON, Bound, SentenceReading, last_family
from parsing.prose.claims.tokens import DAY_UNITS, Token
from parsing.prose.claims.unknown import is_said_of_other_work, names_other_work

WORDS_OF_DUTY = frozenset({"duty", "plan", "each", "other_body"})


def all_in_time(reading: SentenceReading) -> Iterator[Bound]:
    """均已按期答复: all applications were answered in time."""
    if "in_time" not in reading.tags:
        return
    clause: list[Token] = []
    counted = [bound for bound in reading.results if _counts_applications(bound)]
    is_of_counted = any(bound.number.value for bound in counted)
    stop = Token("stop", "punctuation", "", len(reading.text), len(reading.text), "")
    for token, behind in pairwise((*reading.tokens, stop, stop)):
        if token.tag not in ("comma", "semicolon", "stop", "open", "close"):
            clause.append(token)
            continue
        if (
            _says_all_in_time(_without_their_number(clause, counted), is_of_counted=is_of_counted)
            and _family_of_answers(reading, clause) == "applications"
        ):
            span = (clause[0].start, clause[-1].end)
            yield Bound("on_time_rate", "pct", PrintedNumber(Decimal(100), 0, False), span, "均按期答复")._replace(
                family="applications",
            )
            return
        is_open = token.tag == "comma" and not _ends_all(clause, behind)
        clause = [word for place, word in enumerate(clause) if _goes_on(clause, place)] if is_open else []


def _counts_applications(bound: Bound) -> bool:
    """依申请公开信息9件,按时办结: all of them, whether received or processed."""
    is_open = bound.reason == "ambiguous" and bound.head == "by_request"
    return (bound.metric in _COUNTED and bound.kind == "count") or is_open


def _ends_all(clause: Sequence[Token], behind: Token) -> bool:
    """Whether 均 says nothing of the next clause; of 均严格按照程序,在规定时限内答复 it does."""
    start = next((at for at, word in enumerate(clause) if says_all(word)), 0)  # 办结件均严格按照程序,在规定时限内答复
    ending = [
        word.tag
        for at, word in enumerate(clause)
        if word.tag in _ENDS_ALL and (at >= start or word.tag not in _ANSWERS)
    ]
    if ending == ["number"]:
        return clause[0].text not in _THESE  # 上述22件申请均严格按照时限要求,妥善答复
    if behind.text == "并":
        return ending not in ([], ["handle"])  # 对收到的申请均依规办理,并在规定时限内答复
    return bool(ending)


def _goes_on(clause: Sequence[Token], place: int) -> bool:
    """均严格按照规定时限,…: 均 holds for the next clause, and a term that nothing but it was said of (not 及时登记,…)."""
    if clause[place].tag != "in_time":
        return clause[place].tag == "all" or clause[place].tag in WORDS_OF_DUTY
    return all(word.kind in ("filler", "mark") and word.text not in HANDED_ON for word in clause[place + 1 :])


def _without_their_number(clause: Sequence[Token], counted: Sequence[Bound]) -> Sequence[Token]:
    """收到8件,均按时答复8件: the number of all of them, once more behind 均."""
    last = clause[-1] if len(clause) > 1 else None
    if last is None or last.number is None or clause[-2].tag not in _ANSWERS or not any(map(says_all, clause)):
        return clause
    is_said_before = any(
        bound.number.value == last.number.value and bound.span[1] <= clause[0].start for bound in counted
    )
    return clause[:-1] if is_said_before else clause


_ANSWERS = frozenset({"answer", "finish", "handle"})


def _answers_in(clause: Sequence[Token]) -> list[int]:
    """Places of the verbs of answering; 所有申请均按期回应 is one, if applications are what the clause names."""
    return [
        at
        for at, token in enumerate(clause)
        if token.tag in _ANSWERS or (token.tag == "respond" and last_family(clause[:at]) == "applications")
    ]


_COUNTED = frozenset({"applications_received", "applications_processed", *(f"applications_{way}" for way in OF_APPLICATIONS)})  # fmt: skip
_THESE = frozenset({"上述", "以上"})
_ENDS_ALL = frozenset({"number", "answer", "finish", "handle", "neg", "cmp", "rise", "fall"})


def says_all(token: Token) -> bool:
    return token.tag == "all" or token.text.startswith("全部")


def _says_all_in_time(clause: Sequence[Token], *, is_of_counted: bool) -> bool:
    answers = _answers_in(clause)
    if not answers:
        return False
    before = clause[: answers[-1]]
    tags = {token.tag for token in before}
    if tags & {"neg", "answer_rate", "finish_rate"} or {token.tag for token in clause} & WORDS_OF_DUTY:
        return False
    behind = [token.tag for token in clause[answers[-1] :]]
    if "number" in behind and "date" not in behind[: behind.index("number")]:
        return False  # 均按时答复考生疑问620条
    numbers = [at for at, token in enumerate(before) if token.tag == "number" and token.unit not in DAY_UNITS]
    if any(all(token.tag not in ("all",) for token in before[at + 1 : at + 3]) for at in numbers):
        return False  # 按时答复12件 says nothing of the others, 6件已全部按期答复 does
    if any(token.tag == "referred" for token in before[_last_in_time(before) :]):
        return False  # 及时分发到科室办理
    return ("all" in tags or is_of_counted) and "in_time" in tags


def _last_in_time(words: Sequence[Token]) -> int:
    return max((at for at, token in enumerate(words) if token.tag == "in_time"), default=0)


def _without_contents(tokens: Sequence[Token]) -> Sequence[Token]:
    """申请事项主要涉及治安、信访投诉: what was applied for is not what was answered, nor what brackets say of it."""
    kept: list[Token] = []
    is_of_application = is_content = is_aside = False
    for token in tokens:
        is_aside = token.tag == "open" or (is_aside and token.tag != "close")
        if is_aside:
            continue
        if token.tag in ("comma", "semicolon", "stop"):
            is_of_application = is_content = False
        is_of_application |= "申请" in token.text
        is_content |= is_of_application and token.text.startswith("涉")
        if not is_content:
            kept.append(token)
    return kept


def _family_of_answers(reading: SentenceReading, clause: Sequence[Token]) -> str:
    own = last_family(clause[: _answers_in(clause)[-1]])
    if own:
        return own
    if names_other_work(clause) or is_said_of_other_work(clause):
        return "other"  # 特殊工时审批全部在规定时限内办结
    if speaks_of_other_work(reading, clause[0].start):
        return "other"
    if any(token.tag == "split_role" and token.end <= clause[0].start for token in reading.tokens):
        return "proposals"  # 主办件8件、会办件11件,全部按期办复
    before = last_family(_without_contents([token for token in reading.tokens if token.start < clause[0].start]))
    counted = [bound for bound in reading.results if bound.facets is not None and bound.span[1] <= clause[0].start]
    if before == "disclosure" and counted and is_by_request(counted[-1]):
        return "applications"
    if before:
        return before
    return reading.before.family if reading.before is not None else ""
