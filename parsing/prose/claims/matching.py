"""Whether verb, channel and measure word of a phrase are those of a frame."""

from __future__ import annotations

from functools import lru_cache

from parsing.prose.claims.channels import SOCIAL
from parsing.prose.claims.facets import OF_APPLICATIONS, Facets
from parsing.prose.claims.frames import Frame, frames
from parsing.prose.claims.mentions import Mention


@lru_cache(maxsize=1024)
def frames_of(head: str, verbs: tuple[str, ...], *, is_subject: bool) -> tuple[Frame, ...]:
    """The frames of a noun that its verbs fit. Reports say the same few things, and most frames are of other verbs."""
    may_lack_verb = is_subject and not verbs
    return tuple(
        frame
        for frame in frames().get(head, ())
        if _verbs_fit(frame, verbs) or (may_lack_verb and frame.may_be_subject)
    )


def _verbs_fit(frame: Frame, governing: tuple[str, ...]) -> bool:
    """Whether the verbs that govern the number are those of the frame; joined ones (收到并答复) do not count."""
    # 新增 beside another verb says no more than that it was this year.
    if frame.verbs is None or not governing:
        return frame.verbs is None or "none" in frame.verbs
    verbs = set(governing) - frame.joined
    verbs = verbs - {"new_flow"} or verbs
    return bool(verbs) and verbs <= frame.verbs


def place_fits(frame: Frame, found: Facets) -> bool:
    """Whether the number is of the frame's channel; channels named together are those of the total, or of no frame."""
    if frame.place is None:
        return True
    is_of_applications = frame.metric.startswith("applications")
    places = found.places if is_of_applications else found.places - OF_APPLICATIONS or found.places
    if frame.metric == "applications_received" and _is_by_two_ways(found):
        return True
    if frame.place == "none":
        is_total = found.is_many or ("proactive" in found.verbs and len(places) > 1)
        if len(places) == 1 and places <= SOCIAL and found.verbs == ("publish",):
            is_total = False  # 通过微信公众号等平台发布信息96条: of the account or of all, it is open
        texts = {word.text for word in found.words}
        is_example = bool(texts & _BY_WAYS) or ("等平台" in texts and "proactive" in found.verbs)
        is_rest = places == {"other_channel"} and (not is_example or "线下" in texts)
        return not places or (is_total and not is_rest)
    if frame.place == "online" and not any(word.tag == "via" for word in found.words):
        places = frozenset("online" if place == "website" else place for place in places)
    elif frame.place == "online":
        places = frozenset("online" if place in ("website", "gov_platform") else place for place in places)
    return places == {frame.place} and not found.is_many


def _is_by_two_ways(found: Facets) -> bool:
    """通过网站及邮寄方式提交申请56件: the ways are named only to say how they came."""
    ways = {"online" if place in ("website", "gov_platform") else place for place in found.places}
    is_via = any(word.tag == "via" for word in found.words) and "submit" in found.verbs
    return is_via and len(ways) > 1 and ways <= OF_APPLICATIONS


_BY_WAYS = frozenset({"等渠道", "等方式", "等形式", "等途径"})
"""What names channels as examples of all; 等媒体 does not."""


_DISCLOSED = frozenset({"政府信息", "政务信息"})


def _is_published(mention: Mention) -> bool:
    """Whether 次 counts what was published: 抽查网站26次 and 专栏更新12次 do not."""
    verbs = {word.tag for word in mention.phrase if word.kind == "verb"}
    return bool(verbs - {"update"}) or (not verbs and any(word.kind == "noun" for word in mention.phrase))


def unit_fits(frame: Frame, mention: Mention) -> bool:
    """Whether the measure word counts what the frame counts."""
    measures = mention.token.measures
    is_of_channel = frame.place not in (None, "none", *OF_APPLICATIONS)
    if is_of_channel and mention.token.unit == "次" and not _is_published(mention):
        return False
    if is_of_channel and mention.token.unit == "个":
        # 微信4个 are accounts, 抖音发布9个 are videos.
        return frame.place == "douyin" and any(word.kind == "verb" for word in mention.phrase)
    if mention.token.unit in frame.units:
        return True
    if mention.token.unit == "个" and frame.metric == "proactive_items":
        # 公开信息12个 may be columns
        return bool(mention.phrase) and mention.phrase[-1].text in _DISCLOSED and mention.phrase[0].kind != "noun"
    if measures == "":
        # A bare number ends its clause; 12320卫生健康 is a name.
        return "bare" in frame.units and mention.ends_clause
    return measures in frame.units
