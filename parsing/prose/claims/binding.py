"""A sentence's numbers bound to metrics, or not and why not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

from parsing.form import claim_metrics
from parsing.model import CellKey, Figure
from parsing.numerals import PrintedNumber
from parsing.prose.claims.facets import Facets, facets
from parsing.prose.claims.frames import Frame, frames
from parsing.prose.claims.mentions import Mention, find_mentions
from parsing.prose.claims.periods import period
from parsing.prose.claims.tokens import Token, tokenise
from parsing.prose.narrative import Sentence

Figures = Mapping[CellKey, Figure]

_REFUSING_MARKS = {"plan": "plan", "each": "plan", "reach": "reach", "other_body": "other_body"}
_BLOCKING_PHRASE = {"matrix": "ambiguous"}


@dataclass(frozen=True, slots=True)
class Bound:
    """What a number was bound to, or the reason why not."""

    metric: str = ""
    kind: str = "count"
    number: PrintedNumber | None = None
    span: tuple[int, int] = (0, 0)
    why: str = ""
    reason: str = ""
    detail: str = ""
    candidates: tuple[str, ...] = ()
    family: str = ""
    head: str = ""
    verbs: tuple[str, ...] = ()
    facets: Facets | None = None
    is_dated: bool = False
    """Last year's only by a date that stands before it, not by words of comparison."""
    is_sum: bool = False
    """Summed up by 累计: this year's only if nothing of the same kind follows for this year."""

    @property
    def is_bound(self) -> bool:
        return bool(self.metric)


@dataclass(slots=True)
class SentenceReading:
    """One sentence under reading."""

    sentence: Sentence
    year: int | None
    figures: Figures
    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...]
    before: SentenceReading | None
    results: list[Bound] = field(default_factory=list)
    """One for each mention."""
    compared: set[int] = field(default_factory=set)
    """Tokens of time that belong to a comparison (上年15件, 是2022年的2倍), not to the numbers after it."""
    extra: list[Bound] = field(default_factory=list)
    """Claims without a number of their own: zeros in words, all answered in time, 持平."""

    @property
    def text(self) -> str:
        return self.sentence.text

    @property
    def family(self) -> str:
        """What the sentence was about at its end."""
        own = last_family(self.tokens if self.tokens else tokenise(self.text))
        if own or not self.mentions or self.before is None:
            return own
        return next((bound.family for bound in reversed(self.results) if bound.family), "")


def begin(
    sentence: Sentence, year: int | None, figures: Figures, before: SentenceReading | None, *, is_quiet: bool = False
) -> SentenceReading:
    """A sentence with its mentions; one that is ``is_quiet`` states nothing and is taken apart only if another asks what it is about."""
    tokens = () if is_quiet else _with_carry(tokenise(sentence.text), year)
    if before is not None and before.sentence.heading != sentence.heading:
        before = None
    return SentenceReading(sentence, year, figures, tokens, find_mentions(tokens), before)


def _with_carry(tokens: tuple[Token, ...], year: int | None) -> tuple[Token, ...]:
    """2022年结转 and 结转2024年 with their year, as what is carried in or out."""
    if not any(token.tag == "carry" for token in tokens):
        return tokens
    found: list[Token] = []
    position = 0
    while position < len(tokens):
        token, after = tokens[position], tokens[position + 1] if position + 1 < len(tokens) else None
        merged, taken = token, 1
        if token.tag == "carry" and after is not None and _is_of(after, year, 1, "next_year"):
            merged, taken = token._replace(tag="carried_out", kind="noun", family="applications", end=after.end, text=token.text + after.text), 2
        elif after is not None and after.tag == "carry" and _is_of(token, year, -1, "last_year"):
            merged, taken = after._replace(tag="carried_in", kind="noun", family="applications", start=token.start, text=token.text + after.text), 2
            if position + 2 < len(tokens) and (_is_of(tokens[position + 2], year, 0, "this_year")):
                taken = 3
        if taken > 1 and position + taken < len(tokens) and tokens[position + taken].tag in ("handle", "continued"):
            taken += 1
        found.append(merged)
        position += taken
    return tuple(found)


def _is_of(token: Token, year: int | None, offset: int, tag: str) -> bool:
    return token.tag == tag or (token.tag == "date" and year is not None and token.year == year + offset)


def bind(reading: SentenceReading, position: int) -> Bound:
    """The metric that the number at ``position`` counts."""
    mention = reading.mentions[position]
    if (refused := _refused(mention)) is not None:
        return refused
    if mention.is_loose:
        return _not("ambiguous", mention, "分别")
    if position and _is_measured_by(reading, position):
        return _not("unit", mention, mention.token.unit)
    found = facets(mention.phrase, mention.tail)
    found = _with_inherited(reading, position, found)
    when, is_sum = period(reading.tokens, mention.index, reading.year, frozenset(reading.compared))
    bound = fit(reading, mention, found)
    bound = replace(bound, is_sum=is_sum, span=(mention.token.start, mention.token.end), number=mention.token.number)
    return _dated(bound, when)


def _is_measured_by(reading: SentenceReading, position: int) -> bool:
    """平均3个工作日办结1件: the thing that a duration is told of."""
    before, mention = reading.mentions[position - 1], reading.mentions[position]
    between = reading.tokens[before.index + 1 : mention.index]
    return before.token.unit in ("个工作日", "工作日", "天", "日") and all(token.kind != "punctuation" for token in between)


def refused_by_clause(mention: Mention) -> Bound | None:
    """Plans, audiences and other bodies' numbers, whatever stands beside them."""
    tags = {word.tag: word for word in mention.clause if word.tag != "reach"}
    tags |= {word.tag: word for word in (*mention.phrase, *mention.tail) if word.tag == "reach"}
    for tag, reason in _REFUSING_MARKS.items():
        if tag in tags:
            found = _not(reason, mention, tags[tag].text)
            return replace(found, facets=facets(mention.phrase, mention.tail), kind="count")
    return None


def _refused(mention: Mention) -> Bound | None:
    """Numbers that count nothing."""
    if mention.token.number is None:
        return _not("no_metric", mention)
    if mention.token.measures == "other":
        return _not("unit", mention, mention.token.unit)
    return None


def _not(reason: str, mention: Mention, detail: str = "") -> Bound:
    return Bound(reason=reason, detail=detail, span=(mention.token.start, mention.token.end), number=mention.token.number)


_SUMMING = frozenset({"共", "共计", "合计", "总计", "达", "达到", "为", "总共"})


def _with_inherited(reading: SentenceReading, position: int, found: Facets) -> Facets:
    """Verb, noun and channel that a list goes on with: 办理建议5件、提案3件."""
    mention = reading.mentions[position]
    before = reading.results[position - 1] if position and mention.follows else None
    lead = facets(mention.lead, ()) if mention.lead else None
    if lead is not None:
        found = _with_lead(mention, found, lead)
    if before is not None and before.facets is not None:
        if found.head == "none" and not set(found.verbs) - {"new_flow"} and not found.places and _goes_on(mention, before):
            found = replace(found, heads=before.facets.heads, verbs=before.facets.verbs, places=before.facets.places)
        if not found.verbs:
            found = replace(found, verbs=before.verbs)
        if mention.index and reading.tokens[mention.index - len(mention.phrase) - 1].tag == "pause":
            found = replace(found, tags=found.tags | (before.facets.tags & {"disclose", "proactive", "split_role"}))
    own = {word.tag for word in mention.phrase}
    is_published = own & {"publish", "update"} or found.head == "piece"
    is_plain = mention.whole is None and not {"etc", "forwarded"} & found.tags and not found.unknown_in_phrase and not found.places
    if is_plain and is_published and found.head in ("none", "info", "piece"):
        found = replace(found, places=_standing_place(reading, mention))
    return found


_NOT_HANDED_ON = frozenset({"applicant", "relay", "documents", "other_outcome"})
"""Nouns of a clause before that are not what the number counts (均为自然人申请,办结6件)."""


def _with_lead(mention: Mention, found: Facets, lead: Facets) -> Facets:
    is_by = any(word.tag == "via" for word in mention.lead)
    if set(found.verbs) & {"proactive", "disclose"} and set(lead.verbs) & {"publish", "disclose", "proactive", "update"}:
        is_by = False  # 通过网站发布信息,全年主动公开126条
    if not found.places and mention.whole is None and (is_by or set(found.verbs or lead.verbs) & {"publish", "update"}):
        found = replace(found, places=lead.places, is_many=found.is_many or lead.is_many)
    if found.head == "none" and lead.heads and lead.heads[-1].tag not in _NOT_HANDED_ON:
        same = len({head.tag for head in lead.heads}) == 1
        found = replace(found, heads=lead.heads[-1:] if same else lead.heads, places=found.places or lead.places)
    # An unknown word may be a verb of its own (回应诉求,化解信访件).
    return found if found.verbs or found.unknown_in_phrase else replace(found, verbs=lead.verbs)


def _goes_on(mention: Mention, before: Bound) -> bool:
    """Whether a number with no words of its own says more of what the one before it spoke of: 增长40%,达到84件."""
    words = [word for word in mention.phrase if word.kind != "filler"]
    is_summing = any(word.text in _SUMMING for word in mention.phrase)
    if before.reason == "stock":
        return bool(words) and all(word.tag in ("this_year", "new_flow", "date", "own_body") for word in words)
    if any(word.tag not in ("this_year", "own_body", "cumulative", "quarter") for word in words):
        return False
    if before.kind in ("change", "change_pct", "ratio"):
        return is_summing
    if before.kind == "prior":
        return bool(words)
    return bool(words) and before.reason in ("other_period", "other_body")


def _standing_place(reading: SentenceReading, mention: Mention) -> frozenset[str]:
    """The one channel that the sentence has named so far: 局网站访问量1万次,发布信息136条."""
    said = list(reading.tokens[: mention.index])
    start = max((place for place, token in enumerate(said) if token.tag == "semicolon"), default=0)
    near = {token.tag for token in said[start:] if token.kind == "place" and token.family}
    return frozenset(near or {token.tag for token in said if token.kind == "place" and token.family})


def fit(reading: SentenceReading, mention: Mention, found: Facets, *, is_subject: bool = False) -> Bound:
    """The frame that fits the phrase; ``is_subject`` if it names what changed, with neither verb nor measure word of its own."""
    family = find_family(reading, mention, found)
    head = found.head
    blank = Bound(family=family, head=head, verbs=found.verbs, facets=found)
    if "matrix" in found.tags:
        return replace(blank, reason="ambiguous", detail="矩阵")
    whole = _whole(reading, mention)
    if whole is not None and _names_its_own_part(reading, found, whole):
        found, whole = _of_whole(found, whole), None
        head, family = found.head, found.heads[-1].family if found.heads else family
    is_own = head in ("carried_in", "carried_out") or (head == "disclosure_topic" and whole is not None and whole.head in ("review", "litigation"))
    if whole is not None and not is_own and _is_of_something_else(whole, family) and not _stands_alone(found, whole):
        return replace(blank, reason="part", detail=whole.detail)
    if head == "disclosure_topic" and whole is not None and whole.head in ("review", "litigation"):
        # 行政复议37件,其中涉及信息公开3件
        found = replace(found, heads=(found.heads[0]._replace(tag=whole.head, kind="noun", family="appeals"),))
        head, family, whole = whole.head, "appeals", None
    fitting: list[Frame] = []
    reason, detail = ("no_metric", "") if head in ("none",) else ("no_metric", "".join(token.text for token in found.heads))
    for frame in frames().get(head, ()):
        failure = _failure(reading, mention, found, frame, family, whole, is_subject=is_subject)
        if failure is None:
            fitting.append(frame)
        elif failure[0] != "no_metric":
            reason, detail = failure
    metrics = tuple(dict.fromkeys(frame.metric for frame in fitting))
    if metrics == ("applications_processed",) and set(found.verbs) != {"finish"} and not is_subject:
        metrics = _received_or_processed(reading.figures, mention, found)
    if len(metrics) == 1:
        frame = replace(fitting[0], metric=metrics[0])
        return replace(blank, metric=frame.metric, kind=frame.kind, why=_why(found, frame), family=_family_of(frame.metric) or family)
    if metrics:
        return replace(blank, reason="ambiguous", candidates=metrics)
    return replace(blank, reason=reason, detail=detail)


_NOT_PARTS_OF_IT = frozenset({"unknown_words", "part", "stock", "other_period", "plan", "reach", "unit", "other_body", "not_whole"})


def _names_its_own_part(reading: SentenceReading, found: Facets, whole: Bound) -> bool:
    """Whether a part is the bureau's own of many bodies' number, or this year's of a stock."""
    if whole.reason == "other_body":
        return "own_body" in found.tags
    if whole.reason == "missing":
        return any(word.text in _SUMMING for word in found.words)  # 按方式分,网上19件,…,共收到33件
    if whole.metric == "applications_received":
        return any(word.tag == "receive" and word.text.startswith("新") for word in found.words)
    years = [word.year for word in found.words if word.tag == "date"]
    return whole.reason == "stock" and (bool({"new_flow", "this_year"} & found.tags) or years == [reading.year])


def _family_of(metric: str) -> str:
    if metric.startswith(("applications", "on_time", "average")):
        return "applications"
    if metric.startswith("proactive"):
        return "disclosure"
    return "appeals" if metric.startswith(("reviews", "litigation")) else ""


def _is_of_something_else(whole: Bound, family: str) -> bool:
    """Whether the parts of an unbound whole are those of something that nobody asks for (公文300件,其中主动公开256件)."""
    if whole.is_bound or whole.reason == "missing":
        return False
    return whole.reason in _NOT_PARTS_OF_IT or not whole.family or whole.family != family


def _of_whole(found: Facets, whole: Bound) -> Facets:
    if found.head != "none" or whole.facets is None:
        return found
    return replace(found, heads=whole.facets.heads, verbs=found.verbs or whole.facets.verbs)


def _received_or_processed(figures: Figures, mention: Mention, found: Facets) -> tuple[str, ...]:
    """办理, 处理 and 答复 are not quite 收到: what the form shows decides; 收到并答复 alone leaves it open."""
    received = figures.get(("applications", "received_new", "total"))
    number = mention.token.number
    if received is not None and received.value is not None and number is not None and received.value == number.value:
        return ("applications_received",)
    if "receive" in found.verbs:
        return ("applications_received", "applications_processed")
    return ("applications_processed",)


def _failure(
    reading: SentenceReading,
    mention: Mention,
    found: Facets,
    frame: Frame,
    family: str,
    whole: Bound | None,
    *,
    is_subject: bool,
) -> tuple[str, str] | None:
    """Why a frame does not fit, ``None`` if it does."""
    if not _verb_fits(frame, found) and not (is_subject and not found.verbs and frame.may_be_subject):
        return "no_metric", ""
    if frame.family and frame.family != family:
        return "no_metric", ""
    own_verbs = sum(word.kind == "verb" for word in found.words)
    if frame.needs_own_verb and not is_subject and (not own_verbs or (own_verbs > 1 and frame.metric == "proactive_items")):
        return "no_metric", ""
    if frame.needs and not frame.needs & found.tags:
        return "no_metric", ""
    if found.unknown_behind and not is_subject:
        return "unknown_words", found.unknown_behind
    if whole is not None and whole.metric == frame.metric:
        return "part", ""
    has_verb = any(word.kind == "verb" for word in found.words)
    if whole is not None and whole.is_bound and family != whole.family and not has_verb and not _is_a_kind_of_items(frame, found):
        return "part", ""
    if not frame.may_be_part and {"rest", "excluding"} & found.tags:
        return "part", ""
    if blocking := frame.refuses & found.tags:
        return "no_metric", next(iter(sorted(blocking)))
    if not _place_fits(frame, found):
        return ("ambiguous", "") if len(found.places) > 1 and frame.place else ("no_metric", "")
    if not is_subject and not _unit_fits(frame, mention):
        return "unit", mention.token.unit
    unknown = {"object": found.unknown_in_object, "adjacent": found.unknown_at_head}.get(frame.known, found.unknown_in_phrase)
    if frame.known and unknown:
        return "unknown_words", unknown
    if frame.after and frame.after != _last_appeal(reading, mention.index):
        return "no_metric", ""
    if frame.is_about_disclosure and _has_another_cause(found):
        return "unknown_words", "因"
    if frame.is_about_disclosure and not is_about_disclosure(reading, mention.token.end):
        return "no_metric", ""
    is_part_of_it = whole is not None and (whole.family == family or whole.reason == "missing")
    if not frame.may_be_part and is_part_of_it:
        return "part", ""
    if frame.is_weak and not is_subject and not _form_agrees(reading.figures, frame.metric, mention):
        return "ambiguous", ""
    return None


def _is_a_kind_of_items(frame: Frame, found: Facets) -> bool:
    """Whether policy interpretations are named as one kind of what was published; 本级 beside 上级 are some of them."""
    return frame.metric == "interpretations" and "own_body" not in found.tags


def _verb_fits(frame: Frame, found: Facets) -> bool:
    return frame.verbs is None or (set(found.verbs) - frame.joined or {"none"}) <= frame.verbs


_OF_APPLICATIONS = frozenset({"online", "by_post", "in_person"})


def _last_appeal(reading: SentenceReading, index: int) -> str:
    """Whether reviews or lawsuits were spoken of last: 维持 is said of both."""
    for token in reversed(reading.tokens[:index]):
        if token.tag in ("review", "litigation", "appeal_part"):
            return {"review": "reviews"}.get(token.tag, "litigation")
    return ""


def _place_fits(frame: Frame, found: Facets) -> bool:
    if frame.place is None:
        return True
    is_of_applications = frame.metric.startswith("applications")
    places = found.places if is_of_applications else found.places - _OF_APPLICATIONS or found.places
    if frame.place == "none":
        return not places or (found.is_many and places != {"other_channel"})
    if frame.place == "online":
        places = frozenset("online" if place in ("website", "gov_platform") else place for place in places)
    return places == {frame.place} and not found.is_many


def _unit_fits(frame: Frame, mention: Mention) -> bool:
    measures = mention.token.measures
    if mention.token.unit == "个" and frame.place not in (None, "none", "douyin", *_OF_APPLICATIONS):
        return False  # 微信4个 are accounts
    if mention.token.unit in frame.units:
        return True
    if mention.token.unit == "个" and frame.metric == "proactive_items":
        return False
    if measures == "":
        # A bare number ends its clause; 12320卫生健康 is a name.
        return "bare" in frame.units and mention.ends_clause
    return measures in frame.units


def _without_sites(found: Facets, phrase: Sequence[Token]) -> Sequence[Token]:
    """通过网站在线提交 is a way of applying: the site does not make it something published."""
    is_published = bool({"publish", "disclose", "proactive", "update", "new_flow"} & found.tags)
    if is_published or not found.places & _OF_APPLICATIONS:
        return phrase
    return [token for token in phrase if token.kind != "place"]


@lru_cache(maxsize=64)
def _family_of_heading(heading: str) -> str:
    return last_family(tokenise(heading))


_SHORT = 12
"""Characters of a sentence that is a heading within the text."""


_A_PART = re.compile(r"其中[^;]*;")
"""What was said of some of another number says nothing of the next (…37件,其中涉及信息公开3件;应诉51件)."""
_CAUSES = frozenset({"disclosure_topic", "application", "by_request", "bare_application", "application_topic", "info"})


def _has_another_cause(found: Facets) -> bool:
    """因工伤认定引发的行政复议: the words before 引发 name something else."""
    cause = [word for word in found.words if word.text == "因"]
    effect = [word for word in found.words if word.tag == "occur"]
    if not cause or not effect or effect[-1].start < cause[0].end:
        return False
    between = [word for word in found.words if cause[0].end <= word.start < effect[-1].start]
    return bool(between) and not any(word.tag in _CAUSES for word in between)


def find_family(reading: SentenceReading, mention: Mention, found: Facets) -> str:
    """What the number is about: by its noun, else its channel, its clauses, its list, its sentence, its heading."""
    for head in reversed(found.heads):
        if head.family:
            return head.family
    if any(token.kind == "place" and "申请" in token.text for token in found.words):
        return "applications"
    if "submit" in found.tags and found.places and not {"publish", "disclose", "proactive", "update"} & found.tags:
        return "applications"
    whole = _whole(reading, mention)
    if whole is not None and whole.family:
        return whole.family
    own = last_family(_without_sites(found, mention.phrase)) or last_family(mention.lead)
    if own:
        return own
    if mention.follows:
        for result in reversed(reading.results):
            if result.family:
                return result.family
    left = last_family(reading.tokens[: mention.index])
    if left:
        return left
    heading = _family_of_heading(reading.sentence.heading)
    before = reading.before
    if before is not None and not before.mentions and len(before.text) <= _SHORT:
        return before.family or heading  # 2.依申请公开。
    return heading or (before.family if before else "")


def last_family(tokens: Sequence[Token]) -> str:
    for token in reversed(tokens):
        if token.family:
            return token.family
        if token.tag in ("bare_application",) or (token.kind == "place" and "申请" in token.text):
            return "applications"
    return ""


def _whole(reading: SentenceReading, mention: Mention) -> Bound | None:
    if mention.whole is None:
        return None
    if mention.whole >= 0:
        if mention.whole >= len(reading.results):
            return None
        whole = reading.results[mention.whole]
        more = whole.number and mention.token.number and mention.token.number.value > whole.number.value
        return None if more and mention.token.unit != "%" else whole  # no part is more than its whole
    place = last_count(reading.before) if reading.before is not None else -1
    return reading.before.results[place] if reading.before is not None and place >= 0 else Bound(reason="missing")


def last_count(reading: SentenceReading) -> int:
    """The last number of things of a sentence that is no part of another; -1 if there is none."""
    counts = [
        place
        for place, bound in enumerate(reading.results)
        if bound.kind == "count" and not reading.mentions[place].in_brackets and reading.mentions[place].whole is None
    ]
    return counts[-1] if counts else -1


def _stands_alone(found: Facets, whole: Bound) -> bool:
    """Whether a phrase has verb and noun of its own, about something else than the whole."""
    has_verb = any(word.kind == "verb" for word in found.words)
    return bool(has_verb and found.heads and found.heads[-1].family and found.heads[-1].family != whole.family)


def is_about_disclosure(reading: SentenceReading, end: int | None = None) -> bool:
    """Whether 公开 stands in the sentence up to ``end``, in its heading or in the sentence before, or that was about applications."""
    if reading.before is not None and reading.before.family == "applications":
        return True
    before = reading.before.text if reading.before is not None else ""
    said = (_A_PART.sub("", reading.text[:end]), reading.sentence.heading, before)
    return any(word in text for text in said for word in ("公开", "依申请"))


def _form_agrees(figures: Figures, metric: str, mention: Mention) -> bool:
    number = mention.token.number
    if number is not None and number.value == 0:
        return True
    key = form_figure(metric)
    figure = figures.get(key) if key else None
    return figure is not None and number is not None and figure.value == number.value


def form_figure(metric: str) -> CellKey | None:
    text = claim_metrics()[metric]["form_figure"]
    if not text:
        return None
    section, line, column = text.split("/")
    return section, line, column


def _why(found: Facets, frame: Frame) -> str:
    words = [token.text for token in found.words if token.kind in ("verb", "noun", "place")]
    return " + ".join(dict.fromkeys(words)) or frame.metric


def _dated(bound: Bound, when: str) -> Bound:
    if not bound.is_bound:
        return bound
    if when == "last":
        return replace(bound, kind="prior", is_dated=True) if bound.kind == "count" else _unbound(bound, "other_period")
    if when != "this":
        return _unbound(bound, {"stock": "stock", "plan": "plan"}.get(when, "other_period"))
    return bound


def _unbound(bound: Bound, reason: str, detail: str = "") -> Bound:
    return replace(bound, metric="", reason=reason, detail=detail)


def is_whole(value: Decimal) -> bool:
    return value == value.to_integral_value()


def number_span(mention: Mention) -> tuple[int, int]:
    return mention.token.start, mention.token.end
