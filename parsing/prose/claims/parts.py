"""Whether a number that stands as a part of another is one, and of what."""

from __future__ import annotations

from parsing.prose.claims.facets import PUBLISHING, Facets
from parsing.prose.claims.inheritance import is_new_this_year
from parsing.prose.claims.leads import SUMMING
from parsing.prose.claims.mentions import Mention
from parsing.prose.claims.sentence import Bound, SentenceReading
from parsing.prose.claims.tokens import Token


def counts_people(reading: SentenceReading, mention: Mention) -> bool:
    """接待来访1.2万人次,其中信访件216件; 网上信访60件 are those of one way."""
    if any(word.text.startswith(_WAYS_OF_PETITIONS) for word in mention.phrase):
        return False
    place = mention.whole
    return place is not None and place >= 0 and reading.mentions[place].token.measures == "people"


_WAYS_OF_PETITIONS = ("网上", "网络", "阳光", "电话", "来信", "来电", "走访")

_OTHER_NOUNS = frozenset(
    {"documents", "case_noun", "complaint", "visits", "other_application", "other_hotline", "plan_noun", "column"}
)

_RECEIVED = frozenset({"application", "bare_application", "by_request", "application_quantity"})

_NOT_PARTS_OF_IT = frozenset(
    {"unknown_words", "part", "stock", "other_period", "plan", "reach", "unit", "other_body", "not_whole"}
)


def names_its_own_part(reading: SentenceReading, found: Facets, whole: Bound) -> bool:
    """Whether a part is the bureau's own of many bodies' number, or this year's of a stock."""
    if whole.reason == "other_body":
        return _is_of_the_bureau(found)
    if whole.reason == "missing":
        # 按方式分,网上19件,…,共收到33件; 情况如下:收到新申请19件
        is_listed = any(token.text.endswith("如下") for token in reading.tokens)
        is_received = is_listed and "receive" in found.verbs and found.head in _RECEIVED and not found.places
        return is_received or any(word.text in SUMMING for word in found.words)
    if was_made(whole) and whole.head.startswith("info"):
        is_of_the_public = whole.facets is not None and whole.facets.unknown_in_object != ""  # 获取服务对象信息230条
        return "proactive" in found.tags and not is_of_the_public  # 制作政府信息236条,其中主动公开158条
    if whole.is_bound and whole.family == "disclosure" and whole.kind == "count" and is_new_this_year(found.words):
        return True  # 网站共公开743条,其中今年新增96条
    if whole.metric in ("applications_received", "applications_processed"):  # 办理28件,其中本年新收25件
        is_new = any(word.tag == "receive" and word.text.startswith("新") for word in found.words)
        return is_new or (whole.metric == "applications_processed" and _came_this_year(reading, found))
    years = [word.year for word in found.words if word.tag == "date"]
    is_of_this_year = bool({"new_flow", "this_year"} & found.tags) or (
        reading.year is not None and years == [reading.year]
    )
    if whole.is_sum and whole.kind == "count" and is_of_this_year and whole.reason not in _ELSE:
        return True  # 累计公开743条,其中本年新增96条
    return whole.reason in ("stock", "other_period") and is_of_this_year


def _came_this_year(reading: SentenceReading, found: Facets) -> bool:
    """办理9件,其中当年收到7件: all that came in this year, if nothing narrows them."""
    said = [word for word in found.words if word.kind != "filler" and word.tag not in ("subset", *_RECEIVED)]
    is_whole = said[:1] and (said[0].tag == "this_year" or (said[0].extent == "year" and said[0].year == reading.year))
    return bool(is_whole) and [word.tag for word in said[1:]] == ["receive"]


def was_made(whole: Bound) -> bool:
    """制作、获取政府信息236条: what was made or obtained, and not yet disclosed."""
    verbs = set(whole.verbs) - {"new_flow"}
    words = whole.facets.words if whole.facets is not None else ()
    is_obtained = "submit" not in verbs or any(word.text == "获取" for word in words)
    return bool(verbs) and verbs <= {"make", "occur", "submit"} and is_obtained


_ELSE = frozenset({"unknown_words", "no_metric", "part"})


def is_of_something_else(whole: Bound, family: str, found: Facets) -> bool:
    """Whether the parts of an unbound whole are those of something that nobody asks for (公文300件,其中主动公开256件)."""
    if whole.reason == "other_body":
        return True  # the bureau's own part has been singled out before
    if whole.is_bound or whole.reason == "missing" or found.head in ("carried_in", "carried_out"):
        return False
    if _is_of_unknown_work(whole) or (whole.family == "disclosure" and _is_handed_on(whole)):
        return True
    if whole.reason == "part" and whole.family == family == "applications":
        return False  # 其余37件中,予以公开13件
    if whole.reason == "part" and found.head == "interpretation" and whole.facets and whole.facets.places:
        return False  # 网站公开143条,其中公开栏目141条,包括政策解读4条
    if found.head == "interpretation" and _is_what_a_site_published(whole):
        return False
    is_else = (
        whole.reason in _NOT_PARTS_OF_IT or whole.head in _OTHER_NOUNS or not whole.family or whole.family != family
    )
    return is_else and not _stands_alone(found, whole)


def _is_what_a_site_published(whole: Bound) -> bool:
    """网站发布动态类信息640条,其中政策文件26条、政策解读9条: of all kinds, as its parts show, whatever the whole is called."""
    said = whole.facets
    is_on_a_site = said is not None and bool(said.places) and said.places <= {"website", "gov_platform"}
    is_published = bool(whole.verbs) and set(whole.verbs) <= PUBLISHING
    return is_on_a_site and is_published and whole.reason == "no_metric" and whole.head in ("post", "updates")


def _is_of_unknown_work(whole: Bound) -> bool:
    """社保补缴742件中,网上办理621件: a whole whose own words nobody knows, and that nothing calls an application."""
    said = whole.facets
    is_open = whole.reason in ("no_metric", "unknown_words") and said is not None and not said.heads
    return is_open and said is not None and bool(said.unknown_in_phrase) and not said.has_own_verb


def _is_handed_on(whole: Bound) -> bool:
    """向各级媒体报送信息96条,其中省局网站发布42条: what others published."""
    return whole.facets is not None and "not_items" in whole.facets.tags


def _is_of_the_bureau(found: Facets) -> bool:
    """全市公开153万条,其中我局3万条; 市本级 are all bodies of the city itself."""
    return any(word.tag == "own_body" and word.text not in _OF_A_LEVEL for word in found.words)


_OF_A_LEVEL = frozenset({"省本级", "市本级", "县本级", "区本级"})


def of_whole(found: Facets, whole: Bound) -> Facets:
    if found.head != "none" or whole.facets is None:
        return found
    return found._replace(
        heads=whole.facets.heads, verbs=found.verbs or whole.facets.verbs, places=found.places or whole.facets.places
    )


def is_brought_to_court(found: Facets) -> bool:
    """收到申请14件,其中2件被申请行政复议: what came of some of them, and all the reviews there were."""
    return found.head in ("review", "litigation") and found.heads[-1].text.startswith(_BROUGHT)


_BROUGHT = ("进入", "被", "提起", "申请", "提出")


def are_appeals_alone(reading: SentenceReading, mention: Mention, found: Facets) -> bool:
    """答复申请26件,其中行政复议2件、行政诉讼1件: what came of some; beside subjects (其中涉及征地12件、行政复议4件) these may be one."""
    if not found.heads or found.heads[-1].family != "appeals" or mention.in_brackets:
        return False
    words = [word for one in reading.mentions if one.whole == mention.whole for word in one.phrase]
    is_plain = all((word.kind == "filler" and word.text != "类") or _is_of_appeals(word) for word in words)
    is_settled = not any(word.text.startswith("涉") for word in words) or any(word.tag in _VERDICTS for word in words)
    return is_plain and is_settled


def _is_of_appeals(word: Token) -> bool:
    return word.family == "appeals" or word.tag in _BESIDE_APPEALS


_VERDICTS = frozenset({"upheld", "corrected", "verdict_bad"})
_BESIDE_APPEALS = frozenset({"subset", "occur", "verdict_bad", "this_year", "comma"})


def _stands_alone(found: Facets, whole: Bound) -> bool:
    """Whether a phrase has verb and noun of its own, about something else than the whole."""
    if is_brought_to_court(found):
        return whole.family == "applications" and whole.reason == "ambiguous"
    if found.head == "interpretation" and found.heads[-1].text.startswith("解读政策"):
        return whole.head == "documents"  # 公开文件41个,其中通知9个,用长图等形式解读政策文件17次: 解读 is the verb
    before = whole.facets.places if whole.facets is not None else frozenset()
    if found.has_own_verb and found.places and before and not found.places & before:
        return True  # 门户网站发布文化信息740条,其中解读14条,公众号发布信息67条
    return bool(
        found.has_own_verb and found.heads and found.heads[-1].family and found.heads[-1].family != whole.family
    )
