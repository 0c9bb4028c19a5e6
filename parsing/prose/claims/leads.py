"""What the clauses before a number give it: 通过网站,发布信息126条."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import takewhile

from parsing.prose.claims.channels import SOCIAL
from parsing.prose.claims.facets import OF_APPLICATIONS, TOTALS, Facets, facets
from parsing.prose.claims.mentions import Mention
from parsing.prose.claims.tokens import Token

SUMMING = TOTALS | {"达", "达到", "为"}
_NOT_HANDED_ON = frozenset(
    {"applicant", "relay", "documents", "other_outcome", "column", "carry", "carried_in", "carried_out"}
)
"""Nouns of a clause before that are not what the number counts (均为自然人申请,办结6件)."""


def _nearest_clause_with_place(lead: Sequence[Token], phrase: Sequence[Token]) -> Sequence[Token]:
    """重视新媒体建设,借助微信公众号,发布…: of several clauses the last that names a channel; 推文 are of the account named there."""
    are_posts = any(word.text.endswith(_POSTS) for word in phrase)
    for start in range(len(lead) - 1, -1, -1):
        clause = lead[start + 1 :]
        if lead[start].tag == "comma" and any(token.kind == "place" for token in clause):
            is_account = are_posts and {token.tag for token in clause if token.kind == "place"} <= SOCIAL
            return clause if is_account or any(token.tag == "via" for token in clause) else lead
    return lead


_POSTS = ("推文", "博文")


def _is_set_up(lead: Sequence[Token]) -> bool:
    """还设置了信息公开栏目,全年发布信息260条: what was set up is not where all of it was published."""
    made = [at for at, token in enumerate(lead) if token.tag == "set_up"]
    places = [at for at, token in enumerate(lead) if token.kind == "place"]
    return bool(made) and bool(places) and made[0] < places[-1] and all(lead[at].tag == "gov_platform" for at in places)


def _is_of_the_site(lead: Sequence[Token]) -> bool:
    """政府网站围绕重点工作,主动公开信息7217条: the site is the subject of both clauses."""
    places = [at for at, token in enumerate(lead) if token.kind == "place"]
    return len(places) == 1 and any(token.tag == "about" for token in lead[places[0] + 1 : places[0] + 2])


def _names_a_means(lead: Sequence[Token]) -> bool:
    """通过网站…; 发挥网站在公开中的作用 says nothing of where."""
    for at, word in enumerate(lead):
        if word.tag == "via":
            clause = takewhile(lambda token: token.tag != "comma", lead[at + 1 :])
            if word.text != "在" or any(token.kind == "place" for token in clause):
                return True
    return False


_ANEW = frozenset({"this_year", "date", "own_body", "cumulative", "proactive"})


def _begins_anew(mention: Mention) -> bool:
    """全年共公开126条: words of a new statement, for which the channel of the clause before need not hold."""
    return any(word.tag in _ANEW or word.text in SUMMING for word in mention.phrase)


def publishes(verbs: Collection[str]) -> bool:
    """发布, 更新; 主动公开、更新 need not be by the channel of the clause before."""
    return "proactive" not in verbs if "update" in verbs else "publish" in verbs


def names_all_itself(mention: Mention, found: Facets) -> bool:
    """Whether noun and verb stand with the number, and no channel of the clauses before can be its own."""
    if not found.heads or not found.verbs:
        return False
    if found.places or (mention.whole is not None and not _begins_with_a_part(mention.lead)):
        return True
    return not (publishes(found.verbs) or _names_a_means(mention.lead) or _is_of_the_site(mention.lead))


def _begins_with_a_part(lead: Sequence[Token]) -> bool:
    """其中,通过县政府网站,公开信息51条: the channel of the part stands between commas."""
    said = [word for word in lead if word.kind != "filler" and word.tag != "comma"]
    names = [word for word in said[2:] if word.kind != "unknown"]
    is_via = [word.tag for word in said[:2]] == ["subset", "via"]
    return is_via and len(names) == 1 and names[0].kind == "place"


def with_lead(mention: Mention, found: Facets, lead: Facets) -> Facets:
    is_by = _names_a_means(mention.lead)
    if set(found.verbs) & {"proactive", "disclose"} and set(lead.verbs) & {
        "publish",
        "disclose",
        "proactive",
        "update",
    }:
        is_by = is_by and not _begins_anew(mention)  # 通过网站发布信息,全年主动公开126条
    if not found.places and mention.whole is None and (is_by or publishes(found.verbs or lead.verbs)):
        is_many = found.is_many or (lead.is_many and lead.places != {"new_media"})
        near = (
            facets(_nearest_clause_with_place(mention.lead, mention.phrase), ())
            if len(lead.places) > 1 and not is_many
            else lead
        )
        if _is_set_up(mention.lead):
            near = near._replace(places=near.places | {"other_channel"})
        is_published = set(found.verbs) & {"publish", "disclose", "proactive"}  # 以网上公开为主,全年公布信息320条
        places = near.places - OF_APPLICATIONS if is_published else near.places
        if set(found.verbs) & _DONE and places & OF_APPLICATIONS and any(_says_how_many(word) for word in mention.lead):
            places = frozenset()  # 均通过网络提交,办结8件: however they came
        found = found._replace(places=places, is_many=is_many)
    if not found.places and mention.whole is not None and _begins_with_a_part(mention.lead) and found.verbs:
        found = found._replace(places=lead.places)
    if not found.places and mention.whole is None and _is_of_the_site(mention.lead):
        found = found._replace(places=lead.places)
    is_handed_on = bool(lead.heads) and (
        lead.heads[-1].tag not in _NOT_HANDED_ON
        or (lead.heads[-1].tag == "documents" and not found.verbs)  # 公开财政信息,1条
    )
    if found.verbs and any(word.tag == "about" for word in mention.lead[:1]):
        is_handed_on = False  # 围绕技能培训,微信公众号发布推文312篇
    if found.head == "none" and is_handed_on:
        same = len({head.tag for head in lead.heads}) == 1
        found = found._replace(heads=lead.heads[-1:] if same else lead.heads, places=found.places or lead.places)
        if _names_a_kind(mention.phrase):  # 12345热线方面,欠薪类876件
            found = found._replace(unknown_behind=mention.phrase[-1].text)
        if found.head == "bare_application" and mention.whole is None:  # 学历认证申请工作稳步推进,全年受理1260件
            found = found._replace(unknown_in_object=found.unknown_in_object or lead.unknown_at_head)
        if not found.verbs and mention.whole is None:  # 公开社保基金信息,12条
            found = found._replace(unknown_in_object=found.unknown_in_object or lead.unknown_in_object)
    # An unknown word may be a verb of its own (回应诉求,化解信访件).
    is_named = bool(found.heads) and found.heads[-1] in mention.phrase and found.heads[-1].family in _NAMED
    is_named |= (
        found.head == "disclosure_topic" and found.heads[-1] in mention.phrase
    )  # 深化全流程公开,全年信息公开366条
    if found.verbs or found.unknown_in_phrase or is_named:
        return found
    return found._replace(verbs=lead.verbs)


_DONE = frozenset({"finish", "answer"})
_MOST = ("大部", "大多", "多数", "多为", "主要", "绝大")


def _says_how_many(word: Token) -> bool:
    """均通过网络提交, 大部分通过信函申请."""
    return word.tag == "all" or word.text.startswith(_MOST)


_NAMED = frozenset({"applications", "proposals", "appeals", "training"})
"""Nouns that need no verb: 以公开为常态,申请受理量为26件."""


def _names_a_kind(phrase: Sequence[Token]) -> bool:
    return bool(phrase) and (phrase[-1].text == "类" or (phrase[-1].kind == "unknown" and phrase[-1].text[-1] == "类"))
