"""What a number takes over from the words before its own phrase: 办理建议5件、提案3件."""

from __future__ import annotations

from collections.abc import Sequence

from parsing.prose.claims.channels import SOCIAL
from parsing.prose.claims.facets import OF_APPLICATIONS, Facets, facets
from parsing.prose.claims.leads import SUMMING, names_all_itself, publishes, with_lead
from parsing.prose.claims.mentions import Mention
from parsing.prose.claims.sentence import Bound, SentenceReading
from parsing.prose.claims.tokens import Token
from parsing.prose.claims.unknown import OF_THE_BODY


def with_inherited(reading: SentenceReading, position: int, found: Facets) -> Facets:
    """Verb, noun and channel that a list goes on with: 办理建议5件、提案3件."""
    mention = reading.mentions[position]
    before = reading.results[position - 1] if position and mention.follows else None
    if mention.lead:
        found = found if names_all_itself(mention, found) else with_lead(mention, found, facets(mention.lead, ()))
        if found.head in ("case_noun", "call"):
            # 12345热线办理工作,全年承办工单122件; 在12333咨询方面,接听电话6万个
            hotlines = tuple(head for head in mention.lead if head.tag in ("hotline_12345", "hotline_12333"))
            found = found._replace(heads=hotlines if len({head.tag for head in hotlines}) == 1 else found.heads)
    if before is not None and before.facets is not None:
        if found.head == "none" and _may_go_on(found, before) and _goes_on(mention, before):
            found = found._replace(heads=before.facets.heads, verbs=before.facets.verbs, places=before.facets.places)
            if mention.is_adjacent:  # 公布备案结果12期1260件
                found = found._replace(unknown_in_object=before.facets.unknown_in_object)
        if mention.is_adjacent and not found.places and before.facets.head == "none":
            # 公众号发布96期412条信息
            unknown = found.unknown_in_object or ("" if before.facets.places else before.facets.unknown_in_phrase)
            found = found._replace(verbs=found.verbs or before.facets.verbs, places=before.facets.places)
            found = found._replace(unknown_in_object=unknown)
        if found.head == "none" and before.is_bound and before.family == "disclosure" and is_new(mention.phrase):
            places = before.facets.places  # 网站共公开615条,今年新增94条
            found = found._replace(heads=before.facets.heads, verbs=before.facets.verbs, places=places)
        if not found.verbs and not (found.head == "by_request" and _is_all_disclosed(reading)):
            found = found._replace(verbs=before.verbs)
            if found.head == "info" and not found.places and all(word.tag == "comma" for word in mention.lead):
                found = found._replace(places=_place_of_the_list(reading, mention))
        is_added = found.head == "none" and found.verbs == ("new_flow",)
        if is_added and before.metric == "applications_carried_in":
            found = found._replace(verbs=("receive",))  # 上年结转申请2件,本年新增19件
        if mention.start and reading.tokens[mention.start - 1].tag == "pause":
            found = found._replace(tags=found.tags | (before.facets.tags & {"disclose", "proactive", "split_role"}))
    if _is_of_all_channels(found):
        found = found._replace(unknown_in_object="")
    is_of_channel = found.places or any(word.tag == "matrix" for word in mention.lead)
    whole = _of_all_kinds(mention.phrase) if is_of_channel and "forwarded" not in found.tags else None
    if whole is not None:
        found = found._replace(heads=whole[1:], verbs=(whole[0].tag,), unknown_in_object="", unknown_behind="")
    if _is_of_the_account(reading, mention, found) or _is_plainly_published(reading, position, found):
        found = found._replace(places=_standing_place(reading, mention))
    return found


def _place_of_the_list(reading: SentenceReading, mention: Mention) -> frozenset[str]:
    """在官网主动公开政策文件16篇、政策解读9篇,各类政府信息740条: the channel that stands before the first of the list."""
    for at in range(len(reading.results) - 1, -1, -1):
        if reading.mentions[at].token.measures != mention.token.measures:
            break
        said = reading.results[at].facets
        if said is None or reading.mentions[at].whole != mention.whole:
            break
        if said.has_own_verb:
            return said.places - OF_APPLICATIONS
        if not reading.mentions[at].follows:
            break
    return frozenset()


def _is_all_disclosed(reading: SentenceReading) -> bool:
    """主动公开56条,依申请公开0件: both of all there was; with 制作 or 不予公开 they are attributes of what was made."""
    is_of_total = reading.results[-1].metric == "proactive_items"
    return is_of_total and all(bound.is_bound for bound in reading.results) and not {"make", "refused"} & reading.tags


def _is_of_all_channels(found: Facets) -> bool:
    """通过网站、微信等平台,发布预算、年报等政府信息326条: by many channels, of which 等 names the contents."""
    is_whole = found.head == "info" and found.heads[-1].text in OF_THE_BODY
    return is_whole and found.is_many and len(found.places) > 1 and "etc" in found.tags


def is_new(words: Sequence[Token]) -> bool:
    """新增96条, 其中今年新增96条: nothing but what was added to the number before."""
    said = [word for word in words if word.kind != "filler" and word.tag not in ("subset", "this_year", "date")]
    return len(said) == 1 and said[0].tag == "new_flow"


def is_new_this_year(words: Sequence[Token]) -> bool:
    is_of_year = any(word.tag in ("this_year", "date") or word.text.startswith(_THIS_YEAR) for word in words)
    return is_new(words) and is_of_year


_THIS_YEAR = ("今年", "本年", "当年")
_OF_THIS_YEAR = frozenset({"this_year", "new_flow", "date", "own_body", "disclose", "proactive", "publish"})
"""Words of a number that is this year's part of a stock before it (…共公开1876条,今年公开612条)."""


def _may_go_on(found: Facets, before: Bound) -> bool:
    own = {"handle", "answer", "undertake"} if before.metric in _WORK else set()
    own |= {"disclose", "proactive", "publish"} if before.reason == "stock" else set()
    own |= before.stated_verbs if before.reason == "plan" else set()
    return not set(found.verbs) - {"new_flow"} - own and not found.places


_WORK = frozenset({"petitions", "hotline_12345", "hotline_12333", "hotline_calls", "messages_answered", "npc_proposals", "cppcc_proposals"})  # fmt: skip
"""Metrics of work, of which what is handled is the number that is meant."""


def _goes_on(mention: Mention, before: Bound) -> bool:
    """Whether a number with no words of its own says more of what the one before it spoke of: 增长40%,达到84件."""
    words = [word for word in mention.phrase if word.kind != "filler"]
    is_summing = any(word.text in SUMMING for word in mention.phrase)
    head = before.head or (before.facets.head if before.facets is not None else "")
    if head in ("fee", "bare_fee") and not words:
        is_waived = before.facets is not None and any(word.text in _WAIVED for word in before.facets.words)
        return mention.token.measures == "money" and not is_waived  # 收取信息处理费2笔,合计580元; 0件,0元
    if before.reason == "plan":
        # 平均每日接听12333电话410个,全年共接听9.7万个
        is_whole_year = is_summing and all(word.tag in {"this_year", *before.stated_verbs} for word in words)
        is_done = any(word.text in ("实际", "完成") for word in mention.phrase)
        return is_whole_year or (is_done and all(word.tag in {"date", *before.stated_verbs} for word in words))
    if before.reason == "stock":
        return bool(words) and all(word.tag in _OF_THIS_YEAR for word in words)
    if before.metric in _WORK and all(word.tag in ("this_year", "handle", "answer", "undertake") for word in words):
        return before.kind in ("change", "change_pct", "ratio", "prior")  # 信访件较上年下降三成,全年办理154件
    if any(word.tag not in ("this_year", "own_body", "cumulative", "quarter") for word in words):
        return False
    if before.kind in ("change", "change_pct", "ratio", "share"):
        # 微博占新媒体总量的45%,为810条; 下降12.5%,只有35篇
        return is_summing or any(word.text in ("有", "仅为") for word in mention.phrase)
    if mention.is_adjacent:
        return True  # 发布信息301期1029条
    if before.reason == "unit" or (before.reason == "unknown_words" and before.detail.endswith(_PASSED)):
        return (
            is_summing and not words and mention.token.unit != ""
        )  # 推送图文11.2万字、共268篇; 首次突破4000条,达4026条
    if before.kind == "prior":
        return bool(words)
    return bool(words) and before.reason in ("other_period", "other_body")


_IN_ALL = frozenset({"共", "共计", "合计", "总共", "累计"})
_KINDS = 3


def _of_all_kinds(phrase: Sequence[Token]) -> tuple[Token, Token] | None:
    """公众号累计发布就业政策、培训安排及招聘动态信息420条: of a channel, three kinds or more that are summed up are the whole.

    The verb, and the noun as what is counted.
    """
    verb = next((at for at in range(len(phrase) - 1, -1, -1) if phrase[at].tag in _MADE_PUBLIC), 0)
    last = phrase[-1] if phrase else None
    if last is None or last.kind != "noun" or not last.text.endswith("信息"):
        return None
    is_summed = any(word.text in _IN_ALL for word in phrase[:verb])
    kinds = 1 + sum(word.tag in ("pause", "conj") for word in phrase[verb:])
    kinds += any(word.text in ("各类", "各项") for word in phrase[verb + 1 : verb + 2])  # 累计公开各类文件及动态信息
    is_whole = is_summed and kinds >= _KINDS
    return (phrase[verb], last._replace(tag="info", family="disclosure")) if is_whole else None


_MADE_PUBLIC = frozenset({"publish", "disclose"})


def _is_of_the_account(reading: SentenceReading, mention: Mention, found: Facets) -> bool:
    """公众号粉丝1.2万人,信息发布量386条: behind those that read it, of the account that the sentence is about."""
    is_behind = mention.follows and bool(reading.results) and reading.results[-1].reason == "reach"
    if not is_behind or found.places or "proactive" in found.tags:
        return False
    named = [word.text for word in mention.phrase if word.tag == "info_quantity"]
    return any(text.startswith(("信息", "发布", "更新", "推送")) and "公开" not in text for text in named)


def _is_plainly_published(reading: SentenceReading, position: int, found: Facets) -> bool:
    """发布信息136条: neither where, nor which of it."""
    mention = reading.mentions[position]
    is_all = found.head in ("none", "info", "piece") and mention.whole is None and not found.unknown_in_phrase
    if not is_all or found.places or {"etc", "forwarded"} & found.tags:
        return False
    own = reading.mentions[position - 1] if mention.is_adjacent else mention
    return found.head == "piece" or publishes({word.tag for word in own.phrase})


_WAIVED = frozenset({"减免", "免收"})
_PASSED = "突破"
"""A bound that the number exceeds: it is no number of its own."""


def _standing_place(reading: SentenceReading, mention: Mention) -> frozenset[str]:
    """The one channel that the sentence has named so far: 局网站访问量1万次,发布信息136条."""
    tokens = list(reading.tokens[: mention.place])
    start = max((place for place, token in enumerate(tokens) if token.tag == "semicolon"), default=0)
    near = {token.tag for token in tokens[start:] if token.kind == "place" and token.family}
    if not near and not any(word.tag in ("this_year", "date") for word in mention.lead):
        near = {token.tag for token in tokens if token.kind == "place" and token.family}
    if len(near) == 2 and "new_media" in near and near & SOCIAL:
        near.discard("new_media")  # 加强新媒体建设,微信公众号关注7万人,发布信息216条
    return frozenset(near)
