"""What beside verb, noun, channel and unit makes a number another's, or lets it be the metric's after all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from parsing.prose.claims.facets import PUBLISHING, Facets
from parsing.prose.claims.frames import Frame
from parsing.prose.claims.heads import JOINTS
from parsing.prose.claims.mentions import Mention
from parsing.prose.claims.sentence import Bound, SentenceReading
from parsing.prose.claims.tokens import Token
from parsing.prose.claims.unknown import BODIES, SUMS_UP


def done_before_publishing(found: Facets) -> frozenset[str]:
    """办理并公开建议14件: what was handled was counted, though it was published as well."""
    done = [word.start for word in found.words if word.tag in ("handle", "undertake", "finish")]
    published = [word.start for word in found.words if word.tag in PUBLISHING]
    is_before = not done or not published or done[0] < published[0]  # 公开建议的办理答复5篇 were published
    excused = PUBLISHING if set(found.verbs) & {"handle", "undertake", "finish"} and is_before else frozenset()
    if {"publish", "disclose", "proactive"} & found.tags:
        excused = excused | {"forwarded"}  # 发布、转发信息1506条
    joined = [word.tag for word in found.words if word.kind == "verb" or word.tag in ("attend", "conj", "pause")]
    is_both = any(joined[at : at + 3 : 2] in (["hold", "attend"], ["attend", "hold"]) for at in range(len(joined)))
    return excused | {"attend"} if is_both else excused  # 主持、参加新闻发布会3场


def counts_something_else(mention: Mention) -> bool:
    """公开了农业保险等50余项专项资金: what stands behind the number is counted."""
    return any(token.kind in ("unknown", "noun") for token in mention.tail)


def is_named_as_a_list(found: Facets) -> bool:
    """其中信息公开目录108条, 政务公开栏目126条 are a kind of what a site published, not another channel."""
    ends = ("目录",) if found.has_own_verb else ("目录", "栏目")
    return any(word.tag == "gov_platform" and word.text.endswith(ends) for word in found.words)


def forms_that_are_many(found: Facets) -> frozenset[str]:
    """通过图解、视频等形式发布政策解读8篇, 发布文字、图片类政策解读11篇: all forms together are the whole."""
    every = frozenset({"interpretation_form", "video", "piece"})
    joined = zip(found.words, found.words[1:], found.words[2:], strict=False)
    if any(joint.tag in JOINTS and _is_a_form(one) and _is_a_form(other) for one, joint, other in joined):
        return every
    forms = [word.start for word in found.words if word.tag in every]
    ends = [word.start for word in found.words if word.tag in ("many", "etc")]
    return every if forms and ends and ends[-1] > forms[-1] else frozenset()


def _is_a_form(word: Token) -> bool:
    return word.tag in ("interpretation_form", "interpretation", "video") or word.text == "图片"


def _ends_of_examples(found: Facets) -> list[int]:
    is_whole = "proactive" in found.verbs  # 主动公开录用、预算等信息 are the whole as well
    return [word.start for word in found.words if word.tag == "etc" and (is_whole or word.text.startswith(SUMS_UP))]


def examples_of_all(found: Facets) -> frozenset[str]:
    """发布文件、专题等各类信息1816条: what stands before 等各类 are examples of what was counted, or of the channels."""
    ends = _ends_of_examples(found)
    if not ends:
        return frozenset()
    behind = {word.tag for word in found.words if word.start > ends[-1]}
    return frozenset(word.tag for word in found.words if word.start < ends[-1]) & _EXAMPLES - behind


def subjects_taught(found: Facets) -> frozenset[str]:
    """组织政策解读、保密审查等培训3次: what stands before 等 is taught there, if it is work of disclosure."""
    etc = next((at for at, word in enumerate(found.words) if word.tag == "etc"), 0)
    taught = found.words[:etc]
    is_of_disclosure = any(word.tag in ("interpretation", "by_request") or "公开" in word.text for word in taught)
    return frozenset({"interpretation", "documents"}) if is_of_disclosure else frozenset()


def columns_of_interpretations(found: Facets) -> frozenset[str]:
    """在“政策解读”专栏发布政策解读文件52篇: the column is where they were published."""
    verb = next((word.start for word in found.words if word.tag in PUBLISHING), 0)
    columns = [word.start for word in found.words if word.tag == "column"]
    return frozenset({"column"}) if max(columns, default=verb) < verb else frozenset()


def columns_of_a_channel(found: Facets) -> frozenset[str]:
    """通过区政府网站人社局专栏主动公开信息318条: the column is where it was published."""
    if _ends_of_examples(found):
        return frozenset()  # beside 等各类 the examples decide whether a column is one of them
    verb = next((word.start for word in found.words if word.tag in PUBLISHING), 0)
    columns = [
        word.start
        for before, word in pairwise(found.words)
        if word.tag == "column" and before.text.endswith((*BODIES, *_FITTING))  # 安全生产专栏 is one subject
    ]
    columns = columns or _several_columns(found)
    is_via = any(word.tag == "via" and word.start < min(columns, default=0) for word in found.words)
    return frozenset({"column"}) if found.places and is_via and max(columns, default=verb) < verb else frozenset()


_FITTING = ("对应", "相应", "相关", "有关", "指定")
"""Columns named only as those into which it belongs."""


def _several_columns(found: Facets) -> list[int]:
    """通过政府网站《部门文件》《人事信息》栏目公开: several columns are where all of it was published, one is a subject."""
    column = next((at for at, word in enumerate(found.words) if word.tag == "column"), 0)
    place = max((at for at in range(column) if found.words[at].kind == "place"), default=column)
    named = found.words[place + 1 : column]
    are_several = sum(word.tag == "title" for word in named) > 1 or any(word.tag == "pause" for word in named)
    are_several |= any(after.start - word.end >= _QUOTES for word, after in pairwise(named))
    return [found.words[column].start] if are_several else []


_QUOTES = 2
"""Signs between two names in quotes: “公示公告”“政策文件”栏目."""

_EXAMPLES = frozenset({"column", "not_items", "category"})


def is_of_some_applicants(reading: SentenceReading, mention: Mention, found: Facets) -> bool:
    """公民申请120宗,法人申请11宗: without a verb of receiving, or beside a total, they are those of some applicants."""
    if "applicant" not in found.tags:
        return False
    if not any(word.tag == "receive" for word in found.words):
        earlier = [*reading.results]
        before = reading.before
        while before is not None:
            earlier += before.results
            before = before.before
        is_submitted = any(word.tag == "submit" for word in found.words)
        return not is_submitted or any(bound.metric == "applications_received" for bound in earlier)
    return False


CAUSE = "因"


def shares_another_cause(reading: SentenceReading, mention: Mention) -> bool:
    """因工伤认定引发的行政复议31件、行政诉讼58件: the cause is that of the whole list."""
    last = reading.mentions[len(reading.results) - 1] if reading.results else None
    if last is None or any("公开" in word.text for word in mention.phrase):
        return False
    is_of_others = any(word.tag == "rest" for word in last.phrase)  # 其他行政复议23件、行政诉讼31件
    before = reading.results[-1]
    is_of_a_kind = before.reason == "unknown_words" and before.head in ("review", "litigation")
    if before.detail != CAUSE and not is_of_a_kind and not (is_of_others and before.reason == "part"):
        return False
    between = reading.tokens[last.place + 1 : mention.start]
    return all(token.tag in ("pause", "conj", "comma") for token in between)


def is_said_to_be_of_another(mention: Mention) -> bool:
    """诉讼3件均系社保缴费纠纷: the words behind the number name another cause."""
    at = next((place for place, word in enumerate(mention.tail) if word.text in ("系", "为", "属", "属于")), None)
    if at is None:
        return False
    named = mention.tail[at + 1 :]
    return any(word.kind == "unknown" for word in named) and not any("公开" in word.text for word in named)


def is_a_kind_of_items(frame: Frame, found: Facets) -> bool:
    """Whether policy interpretations are named as one kind of what was published; 本级 beside 上级 are some of them."""
    if frame.metric in ("press_conferences", "trainings"):
        return True
    return frame.metric == "interpretations" and "own_body" not in found.tags


def is_of_other_training(reading: SentenceReading) -> bool:
    """开展职业技能培训2万人次,举办培训班26期; behind a sentence on applications or on what was published, any training."""
    if any(word.tag == "other_training" for word in reading.tokens):
        return True
    own = (reading.text, reading.sentence.heading)
    if any("公开" in text or "条例" in text for text in own) or reading.before is None:
        return False
    return reading.before.family in ("applications", "disclosure") and not _OF_THE_WORK.search(reading.before.text)


_OF_THE_WORK = re.compile("公开(?:工作|队伍|制度|能力|水平|人员|业务|机制|领导)")


def is_answered(reading: SentenceReading, mention: Mention) -> bool:
    """收到留言97条并全部回复: what follows up to the next semicolon says that they were answered."""
    if any(word.text == "受理" for word in mention.phrase):
        return True
    for token in reading.tokens[mention.place + 1 :]:
        if token.tag in ("semicolon", "stop"):
            return False
        if token.tag in ("answer", "finish", "handle", "answer_rate"):
            return True
    return False


def follows_appeals_of_others(reading: SentenceReading) -> bool:
    """因不服许可被申请行政复议3件,维持2件: the results of reviews that are not about disclosure."""
    results = reading.results
    if _tells_parts_of_the_sentence_before(reading) and reading.before is not None and not _counts_appeals(results):
        results = reading.before.results
    counts = [bound for bound in results if bound.head in _APPEALS]
    return bool(counts) and not counts[-1].is_bound and counts[-1].reason in ("unknown_words", "no_metric")


def last_appeal(reading: SentenceReading, index: int, found: Facets) -> str:
    """Whether reviews or lawsuits were spoken of last: 维持 fits both, 复议维持 only one."""
    if found.heads and "复议" in found.heads[-1].text:
        return "reviews"
    tokens = list(reading.tokens[:index])
    if _tells_parts_of_the_sentence_before(reading) and reading.before is not None:
        tokens = [*(token for token in reading.before.tokens if token.tag != "appeal_part"), *tokens]
    for token in reversed(tokens):
        if token.tag == "appeal_part" and _tells_parts_of_the_sentence_before(reading):
            continue  # 其他结果0件;尚未审结0件
        if token.tag in ("review", "litigation", "appeal_part"):
            return {"review": "reviews"}.get(token.tag, "litigation")
    return ""


_APPEALS = frozenset({"review", "litigation", "appeals_both"})


def _counts_appeals(results: Sequence[Bound]) -> bool:
    return any(bound.head in _APPEALS for bound in results)


def _tells_parts_of_the_sentence_before(reading: SentenceReading) -> bool:
    """复议5件。其中维持3件;纠正1件: results of what the sentence before counted."""
    return bool(reading.mentions) and reading.mentions[0].whole == -1
