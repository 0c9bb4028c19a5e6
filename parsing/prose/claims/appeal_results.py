"""What became of reviews, in words: 复议8件,全部维持; 复议6件,未出现被纠错情形."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parsing.prose.claims.mentions import NOTHING
from parsing.prose.claims.sentence import Bound, SentenceReading
from parsing.prose.claims.tokens import Token


def read_appeal_results(reading: SentenceReading) -> None:
    """Adds the results that no number states; the numbers have been read."""
    reading.extra.extend(_all_upheld(reading))
    reading.extra.extend(_none_corrected(reading))


def _behind(reading: SentenceReading, place: int) -> Sequence[Token]:
    """What stands between a number and the next."""
    end = next((later.place for later in reading.mentions[place + 1 : place + 2]), len(reading.tokens))
    return reading.tokens[reading.mentions[place].place + 1 : end]


def _all_upheld(reading: SentenceReading) -> Iterator[Bound]:
    """复议8件,全部维持: the result of all of them."""
    for place, result in enumerate(reading.results):
        if result.metric != "reviews" or result.kind != "count" or not result.number.value:
            continue
        behind = _behind(reading, place)
        ends = (at for at, token in enumerate(behind) if token.tag in ("semicolon", "stop", "litigation"))
        stop = next(ends, len(behind))
        outcomes = [token for token in behind[:stop] if token.tag in ("upheld", "corrected")]
        is_of_the_next = outcomes and outcomes[-1] is behind[-1] and behind[-1] is not reading.tokens[-1]
        if len(outcomes) == 1 and not is_of_the_next and _is_of_all(outcomes[0], behind[:stop]):
            span = (outcomes[0].start, outcomes[0].end)
            yield Bound(f"reviews_{outcomes[0].tag}", "count", result.number, span, outcomes[0].text, family="appeals")


def _is_of_all(word: Token, around: Sequence[Token]) -> bool:
    tags = {token.tag for token in around}
    return "neg" not in tags and ("all" in tags or word.text.startswith(("均", "全部")) or word.text == "结果维持")


def _none_corrected(reading: SentenceReading) -> Iterator[Bound]:
    """复议6件,未出现被纠错情形: none of those; 被撤销 is only one way to be corrected, and a lawsuit between may be meant."""
    if not {"corrected", "neg"} <= reading.tags:
        return
    for place, result in enumerate(reading.results):
        if result.metric not in ("reviews", "reviews_upheld") or result.kind != "count" or not result.number.value:
            continue
        behind = _behind(reading, place)
        end = next((at for at in range(1, len(behind)) if behind[at].kind == "punctuation"), len(behind))
        clause = behind[1:end]
        corrected = [token for token in clause if token.tag == "corrected"]
        is_plain = all(token.tag in _PLAIN or token.kind == "filler" or token.text == "情形" for token in clause)
        is_denied = behind[:1] and behind[0].tag == "comma" and is_plain and any(token.tag == "neg" for token in clause)
        if is_denied and len(corrected) == 1 and "纠" in corrected[0].text:
            span = (clause[0].start, corrected[0].end)
            yield Bound("reviews_corrected", "count", NOTHING, span, f"未 … {corrected[0].text}", family="appeals")


_PLAIN = frozenset({"neg", "occur", "corrected", "case_noun"})
