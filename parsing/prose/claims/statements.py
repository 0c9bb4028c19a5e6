"""What the prose says without a number: 持平, 翻一番, 全部为网上申请."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from parsing.numerals import PrintedNumber
from parsing.prose.claims.changes import is_plain_change
from parsing.prose.claims.comparisons import is_with_last_year
from parsing.prose.claims.facets import OF_APPLICATIONS
from parsing.prose.claims.in_time import all_in_time, says_all
from parsing.prose.claims.mentions import words_at
from parsing.prose.claims.owners import owner
from parsing.prose.claims.sentence import Bound, SentenceReading
from parsing.prose.claims.tokens import Token

_STANDS_FOR_CHANGE = {"level": 0, "doubled": 100, "quadrupled": 300, "halved": -50}


def read_words(reading: SentenceReading) -> None:
    """Adds the other claims that stand in words; the numbers have been read."""
    for index, token in enumerate(() if reading.tags.isdisjoint(_STANDS_FOR_CHANGE) else reading.tokens):
        if token.tag in _STANDS_FOR_CHANGE:
            reading.extra.extend(_change_in_words(reading, index))
    reading.extra.extend(all_in_time(reading))
    reading.extra.extend(_all_of_one_kind(reading))


def _change_in_words(reading: SentenceReading, index: int) -> Iterator[Bound]:
    token = reading.tokens[index]
    if (
        index
        and reading.tokens[index - 1].kind in ("unknown", "other")
        and reading.tokens[index - 1].text.endswith("年")
    ):
        return  # 三年翻番
    position = sum(mention.place < index for mention in reading.mentions)
    around = words_at(reading.tokens, index)
    if not is_with_last_year(reading, around) and (token.tag == "level" or not is_plain_change(reading, around)):
        return
    found = owner(reading, around, position)
    if found.is_bound:
        value = Decimal(_STANDS_FOR_CHANGE[token.tag])
        kind = "change" if token.tag == "level" else "change_pct"
        number = PrintedNumber(value, 0, token.tag == "level" and token.text != "持平" and token.text[0] in "基大")
        yield Bound(found.metric, kind, number, (token.start, token.end), found.why, family=found.family)


_OUTCOMES = {"granted": "applications_granted", "partly_granted": "applications_partly_granted", "refused": "applications_refused"}  # fmt: skip
_KINDS = {"online": "applications_online", "by_post": "applications_by_post", "in_person": "applications_in_person", **_OUTCOMES}  # fmt: skip


def _all_of_one_kind(reading: SentenceReading) -> Iterator[Bound]:
    """收到申请12件,全部为网上申请: what the next clause states of all of them, or of the only one, and without a number."""
    counts = [(found, _KINDS) for found in _counts_of(reading, "applications_received")]
    counts += [(found, _OUTCOMES) for found in _counts_of(reading, "applications_processed")]
    for (result, behind), named in counts:
        clause = _clause_behind(behind)
        tags = {token.tag for token in clause}
        kinds = [token for token in clause if token.tag in named]
        is_all = any(says_all(token) for token in clause) or (clause[:1] and clause[0].text in _ARE)
        if kinds and kinds[0].tag in OF_APPLICATIONS and not _tells_nothing_else(clause):
            continue
        if is_all and len({token.tag for token in kinds}) == 1 and not tags & {"neg", "number"}:
            span = (kinds[0].start, kinds[0].end)
            yield Bound(named[kinds[0].tag], "count", result.number, span, kinds[0].text, family="applications")


_ARE = frozenset({"系", "为", "是", "属", "属于", "均"})


def _tells_nothing_else(clause: Sequence[Token]) -> bool:
    """均通过网络提交; 均以信函方式答复 is not how they came."""
    return all(
        token.kind in ("filler", "place") or token.tag in _OF_COMING or token.text in _PEOPLE for token in clause
    )


_PEOPLE = frozenset({"企业", "群众", "居民", "村民"})
_OF_COMING = frozenset(
    [
        "all",
        "via",
        "submit",
        "receive",
        "bare_application",
        "application",
        "by_request",
        "applicant",
        "this_year",
        "conj",
    ]
)


def _counts_of(reading: SentenceReading, metric: str) -> Iterator[tuple[Bound, Sequence[Token]]]:
    """The counts of a metric that are not 0, each with what stands between it and the next number."""
    for at, result in enumerate(reading.results):
        if result.metric == metric and result.kind == "count" and result.number.value:
            end = next((later.place for later in reading.mentions[at + 1 : at + 2]), len(reading.tokens))
            yield result, reading.tokens[reading.mentions[at].place + 1 : end]


def _clause_behind(tokens: Sequence[Token]) -> Sequence[Token]:
    """The clause behind the comma that follows; empty if something else follows, or if a number ends it."""
    if not tokens or not (tokens[0].tag in ("comma", "open") or says_all(tokens[0])):
        return ()
    first = 0 if says_all(tokens[0]) else 1  # 收到申请4件全部予以公开
    end = _end_of_clause(tokens, 1)
    if end is not None and tokens[end].tag == "comma" and _is_a_look(tokens[first:end]):
        first, end = end + 1, _end_of_clause(tokens, end + 1)
    return tokens[first:end] if end is not None else ()


def _end_of_clause(tokens: Sequence[Token], start: int) -> int | None:
    ends = (at for at in range(start, len(tokens)) if tokens[at].tag in ("comma", "semicolon", "stop", "close"))
    return next(ends, None)


def _is_a_look(clause: Sequence[Token]) -> bool:
    """经审核,全部予以公开: what was done before it was decided, if that tells nothing else."""
    is_by = clause[:1] and clause[0].text == "经"
    is_plain = not any(token.kind in ("noun", "place") or token.tag in ("neg", "number") for token in clause)
    return bool(is_by and is_plain) and any(token.text.startswith(_LOOKING) for token in clause)


_LOOKING = ("审", "研究", "核", "会商", "评估")
