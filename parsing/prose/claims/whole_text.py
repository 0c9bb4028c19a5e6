"""What only the whole text tells: numbers of one metric in several sentences, and those that the form shows."""

from __future__ import annotations

from collections.abc import Sequence

from parsing.prose.claims.facets import TOTALS
from parsing.prose.claims.fitting import form_figure
from parsing.prose.claims.new_and_old import counts_of
from parsing.prose.claims.parts import was_made
from parsing.prose.claims.sentence import SentenceReading
from parsing.prose.claims.taken_back import unbind
from parsing.prose.claims.tokens import Token
from parsing.prose.claims.totals import WAYS_OF_APPLYING


def settle_received(readings: Sequence[SentenceReading]) -> None:
    """办理9件 is what was received, by the form, only if the prose says 收到 of no other number."""
    bounds = [bound for reading in readings for bound in reading.results if bound.metric == "applications_received"]
    if not any(bound.kind == "count" and not bound.is_by_form for bound in bounds):
        return
    for reading in readings:
        for position, bound in enumerate(reading.results):
            if bound.is_by_form:
                reading.results[position] = bound._replace(metric="applications_processed")


def all_by_one_way(readings: Sequence[SentenceReading]) -> None:
    """共通过网站受理申请17件: all that were received, if the text names no other way and no other number of them."""
    bounds = [(one, at) for one in readings for at, bound in enumerate(one.results) if bound.metric in _RECEIVED]
    bounds = [(one, at) for one, at in bounds if one.results[at].kind == "count"]
    if len(bounds) != 1:
        return
    reading, place = bounds[0]
    mention, bound = reading.mentions[place], reading.results[place]
    via = next((at for at, word in enumerate(mention.phrase) if word.tag == "via"), 0)
    is_all = any(word.text in _ONLY for word in mention.phrase[:via]) and "receive" in bound.verbs
    if not is_all or mention.whole is not None or _counts_another_way(readings):
        return
    if not any(extra.metric in _RECEIVED for one in readings for extra in one.extra):
        reading.extra.append(bound._replace(metric="applications_received", why="共"))


def _counts_another_way(readings: Sequence[SentenceReading]) -> bool:
    """传真申请2件: by a way that is no metric."""
    return any(word.tag == "relay" for one in readings for mention in one.mentions for word in mention.phrase)


_RECEIVED = WAYS_OF_APPLYING | {"applications_received"}
_ONLY = frozenset({"共", "总共", "仅", "只"})


IN_ALL = TOTALS | {"累计"}


def settle_interpretations(readings: Sequence[SentenceReading]) -> None:
    """网站公开120条,其中政策解读7条 beside 全年发布政策解读18篇: those of the list are then a part, or it is open which number is all."""
    places = [(one, at) for one in readings for at in counts_of(one, "interpretations")]
    parts = [(one, at) for one, at in places if one.mentions[at].whole is not None]
    if not parts or len({one.results[at].number.value for one, at in places}) == 1:
        return
    whole = [(one, at) for one, at in places if one.mentions[at].whole is None]
    totals = [(one, at) for one, at in whole if any(_says_total(word) for word in one.mentions[at].phrase)]
    is_plain = len(whole) == len(totals) == 1
    for reading, at in parts if is_plain else places:
        unbind(reading, at, "part" if is_plain else "ambiguous", () if is_plain else ("interpretations",))


def _says_total(word: Token) -> bool:
    return word.text in IN_ALL or word.tag in ("this_year", "date")


def settle_made(readings: Sequence[SentenceReading]) -> None:
    """制作信息112条,其中主动公开7条 beside 全年公开58条: what is said of documents made is then not the total."""
    places = [(one, at) for one in readings for at in counts_of(one, "proactive_items")]
    made = [(one, at) for one, at in places if _is_of_what_was_made(one, at)]
    if len(made) < len(places):
        for reading, at in made:
            for place in range(at, len(reading.results)):
                if reading.results[place].metric == "proactive_items":
                    unbind(reading, place, "part")


def _is_of_what_was_made(reading: SentenceReading, place: int) -> bool:
    whole = reading.mentions[place].whole
    return whole is not None and whole >= 0 and was_made(reading.results[whole])


def only_what_the_form_shows(readings: Sequence[SentenceReading]) -> None:
    """Of two numbers for one metric, one of which the form shows, the other counts something else more likely than not.

    It stays ambiguous: to say that a bureau contradicts itself takes more than that.
    """
    counts: dict[str, list[tuple[SentenceReading, int]]] = {}
    for reading in readings:
        for position, bound in enumerate(reading.results):
            if bound.is_bound and bound.kind == "count":
                counts.setdefault(bound.metric, []).append((reading, position))
    for metric, places in counts.items():
        key = form_figure(metric)
        figure = places[0][0].figures.get(key) if key is not None else None
        if figure is None or figure.value is None:
            continue
        others = [(one, at) for one, at in places if one.results[at].number.value != figure.value]
        if len(others) < len(places):
            for reading, position in others:
                unbind(reading, position, "ambiguous", (metric,))
