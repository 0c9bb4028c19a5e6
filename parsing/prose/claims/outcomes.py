"""Numbers of applications by what became of them that only their whole list tells: refused on a ground, finished in time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from parsing.prose.claims.lists import SENTENCE_ENDS
from parsing.prose.claims.sentence import Bound, SentenceReading
from parsing.prose.claims.taken_back import unbind

_GROUNDS = ("属", "因", "涉", "由于")
_GRANTED = frozenset({"applications_granted", "applications_partly_granted"})
_COUNTED = frozenset({"application", "bare_application", "by_request", "application_quantity"})


def refused_on_one_ground(reading: SentenceReading) -> None:
    """予以公开16件,部分公开3件,属于国家秘密不予公开2件,无法提供5件: binds the one number that is refused on a ground.

    All that was refused is the sum over the grounds. With one ground it is that number, but only a list that adds up to what was
    received or processed shows that no other ground is left out.
    """
    places = [at for at, bound in enumerate(reading.results) if bound.kind == "count" and bound.head == "refused"]
    if len(places) != 1 or reading.results[places[0]].is_bound or not _names_a_ground(reading, places[0]):
        return
    listed = _list_of(reading, places[0])
    total = sum((reading.mentions[at].number.value for at in listed), Decimal(0))
    is_beside_granted = any(reading.results[at].metric in _GRANTED for at in listed)
    if is_beside_granted and total in _wholes(reading, listed[0]):
        bound = reading.results[places[0]]
        reading.results[places[0]] = bound._replace(
            metric="applications_refused", reason="", family="applications", why="其和"
        )


def _names_a_ground(reading: SentenceReading, place: int) -> bool:
    words = [word for word in reading.mentions[place].phrase if word.tag != "subset"]
    return bool(words) and words[0].text.startswith(_GROUNDS) and words[-1].tag == "refused"


def _list_of(reading: SentenceReading, place: int) -> Sequence[int]:
    """The numbers around it that count in the same unit and are parts of the same, up to a semicolon."""
    own = reading.mentions[place]
    first = last = place
    while first and _goes_on(reading, first) and _is_alike(reading, first - 1, place):
        first -= 1
    while last + 1 < len(reading.mentions) and _goes_on(reading, last + 1) and _is_alike(reading, last + 1, place):
        last += 1
    return [at for at in range(first, last + 1) if reading.mentions[at].whole == own.whole]


def _goes_on(reading: SentenceReading, place: int) -> bool:
    between = reading.tokens[reading.mentions[place - 1].place : reading.mentions[place].place]
    return all(token.tag not in SENTENCE_ENDS for token in between)


def _is_alike(reading: SentenceReading, place: int, own: int) -> bool:
    mention, bound = reading.mentions[place], reading.results[place]
    is_whole = bound.head in _COUNTED or bound.metric in ("applications_received", "applications_processed")
    return mention.token.unit == reading.mentions[own].token.unit and not is_whole and bound.kind == "count"


def _wholes(reading: SentenceReading, first: int) -> set[Decimal]:
    """What the list may be of: the numbers of applications before it, each also with what was carried in."""
    before = reading.before
    found = list(_counts(reading, first))
    if not found and before is not None:
        found = list(_counts(before, len(before.mentions)))
    whole = [value for value, is_carried in found if not is_carried]
    carried = [value for value, is_carried in found if is_carried]
    return {value + more for value in whole for more in (Decimal(0), *carried)}


def _counts(reading: SentenceReading, end: int) -> Iterator[tuple[Decimal, bool]]:
    for mention, bound in zip(reading.mentions[:end], reading.results[:end], strict=True):
        tags = {word.tag for word in mention.phrase}
        if "carried_in" in tags or tags & _COUNTED or bound.family == "applications":
            yield mention.number.value, "carried_in" in tags


def finished_but_carried(reading: SentenceReading) -> None:
    """办理36件,其中办结32件,结转下年4件: what was finished is all that was processed, if the others were carried over."""
    carried = [at for at, bound in enumerate(reading.results) if bound.metric == "applications_carried_out"]
    for place in range(len(reading.results)) if len(carried) == 1 else ():
        whole = reading.mentions[place].whole
        if whole is None or whole < 0 or not _is_finished(reading.results[place]):
            continue
        values = [reading.mentions[at].number.value for at in (whole, place, carried[0])]
        units = {reading.mentions[at].token.unit for at in (whole, place, carried[0])}
        if reading.results[whole].family != "applications" or len(units) > 1 or values[0] != values[1] + values[2]:
            continue
        for at in range(whole, place):
            if reading.results[at].metric == "applications_processed":  # with what it changed by
                unbind(reading, at, "ambiguous", ("applications_received", "applications_processed"))
        bound = reading.results[place]
        reading.results[place] = bound._replace(metric="applications_processed", reason="", why="其余结转")


def _is_finished(bound: Bound) -> bool:
    """A part that says of some that they were finished, and nothing else of them (书面答复21件 would be some of those)."""
    said = bound.facets
    if bound.reason != "part" or (bound.kind, bound.family) != ("count", "applications") or said is None:
        return False
    is_plain = said.head in (*_COUNTED, "none") and not said.places and not said.unknown_in_phrase
    return is_plain and bool(bound.verbs) and set(bound.verbs) <= {"finish", "answer"}


def none_of_two_terms(reading: SentenceReading) -> None:
    """按时办结46件,延期办结2件: neither number is all that was processed."""
    if "extended" not in reading.tags:
        return
    late = [at for at, one in enumerate(reading.mentions) if any(word.tag == "extended" for word in one.phrase)]
    for place in late:
        is_finished = place and reading.results[place - 1].metric == "applications_processed"
        in_time = any(word.tag == "in_time" for word in reading.mentions[place - 1].phrase)
        if is_finished and in_time and reading.mentions[place].number.value:
            unbind(reading, place - 1, "part")
