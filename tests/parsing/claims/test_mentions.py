"""The words that belong to a number, and what it is a part of."""

from __future__ import annotations

import pytest

from parsing.prose.claims.facets import facets
from parsing.prose.claims.mentions import Mention, find_mentions
from parsing.prose.claims.tokens import tokenise


def mentions(text: str) -> tuple[Mention, ...]:
    return find_mentions(tokenise(text))


def phrases(text: str) -> list[str]:
    return ["".join(token.text for token in mention.phrase) for mention in mentions(text)]


def test_each_number_has_the_words_before_it_that_no_other_has() -> None:
    assert phrases("办理人大代表建议5件、政协提案3件,办结8件。") == ["办理人大代表建议", "政协提案", "办结"]
    assert phrases("承办14件人大代表建议和17件政协委员提案。") == ["承办", ""]
    assert phrases("接收信息公开申请:45件;办结:44件。") == ["接收信息公开申请:", "办结:"]


def test_numbers_in_the_order_of_a_list_of_nouns_get_its_nouns() -> None:
    assert phrases("网站、微信分别发布信息20条、30条。") == ["网站信息", "微信信息"]
    assert [mention.is_loose for mention in mentions("网站、微信、微博分别发布20条、30条。")] == [True, True]


def test_a_list_of_bare_numbers_has_the_unit_of_its_last() -> None:
    assert [mention.token.unit for mention in mentions("网站、微信、微博分别发布20、30、40条。")] == ["条", "条", "条"]


@pytest.mark.parametrize(
    ("text", "wholes"),
    [
        ("收到44件(其中:网上40件,现场1件),办结39件。", [None, 0, 0, None]),
        ("收到20件,其中网上18件;办结19件。", [None, 0, None]),
        ("收到20件,其中:网上18件;信函2件。", [None, 0, 0]),
        ("发布729条,其中微信433条(含转载12条)。", [None, 0, 1]),
        ("收到20件,较上年增加3件,其中网上18件。", [None, None, 0]),
        ("在收到的26件申请中,20件为网上提交。", [None, 0]),
        ("其中网上18件。", [-1]),
    ],
)
def test_what_is_a_part_of_what(text: str, wholes: list[int | None]) -> None:
    assert [mention.whole for mention in mentions(text)] == wholes


@pytest.mark.parametrize(
    ("text", "head", "verbs", "places"),
    [
        ("收到政府信息公开申请26件", "application", {"receive"}, set()),
        ("收到26件政府信息公开申请", "application", {"receive"}, set()),
        ("政府信息公开申请共受理26件", "application", {"receive"}, set()),
        ("收到并答复申请26件", "bare_application", {"receive", "answer"}, set()),
        ("办理结转下年度的申请2件", "carried_out", {"handle"}, set()),
        ("12333热线接听群众来电2万个", "hotline_12333", {"pickup"}, set()),
        ("复议、诉讼共3件", "litigation+review", set(), set()),
        ("门户网站发布信息246条", "info", {"publish"}, {"website"}),
        ("通过政府网站的信息公开平台发布信息5条", "info", {"publish"}, {"gov_platform"}),
        ("利用省征地信息公开平台公开信息5条", "info", {"disclose"}, {"other_channel"}),
    ],
)
def test_a_phrase_is_taken_apart(text: str, head: str, verbs: set[str], places: set[str]) -> None:
    (mention,) = mentions(text)
    found = facets(mention.phrase, mention.tail)
    assert (found.head, set(found.verbs), set(found.places)) == (head, verbs, places)


def test_unknown_words_are_told_unless_a_list_sums_them_up() -> None:
    def unknown(text: str) -> str:
        (mention,) = mentions(text)
        return facets(mention.phrase, mention.tail).unknown_in_object

    assert unknown("主动公开招商信息30条") == "招商"
    assert unknown("主动公开行政许可信息30条") == "行政许可"
    assert unknown("主动公开机构职能、人事招考等政府信息100条") == ""
    assert unknown("“云湖人社”微信公众号发布信息30条") == ""
