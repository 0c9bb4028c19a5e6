"""Whatever a page says, its prose is read without an error, in time, and each number at most once."""

from __future__ import annotations

import random
import time

import pytest

from parsing.model import Paragraph, Place
from parsing.prose.claims import read_claims
from parsing.prose.claims.lexicon import lexicon
from parsing.prose.narrative import Sentence, read_sentences

NUMBERS = (
    "0件",
    "12条",
    "3.5%",
    "1万2千个",
    "约30余次",
    "一百零二件",
    "2023年",
    "2022年6月",
    "8.5个工作日",
    "560元",
    "1.5倍",
    "两成",
    "12345",
    "20",
    "三",
)
MARKS = (
    ",",
    ";",
    "。",
    "、",
    ":",
    "(",
    ")",
    "《",
    "》",
    "其中",
    "分别为",
    "较上年",
    "增加",
    "由",
    "至",
    "均",
    "未",
    "占",
    "等",
    "合计",
)


def sentences(seed: int, length: int) -> str:
    random_ = random.Random(seed)  # noqa: S311  no secret
    words = sorted(lexicon().cues)
    choices = (words, NUMBERS, MARKS)
    return "".join(random_.choice(random_.choices(choices, (5, 3, 4))[0]) for _ in range(length))


@pytest.mark.parametrize("seed", range(60))
def test_any_row_of_words_and_numbers_is_read(seed: int) -> None:
    text = sentences(seed, 120)
    found = read_claims(read_sentences([Paragraph(text, Place())], has_form=bool(seed % 2)), {})
    spans = [(number.sentence, number.span) for number in found.unbound]
    assert len(spans) == len(set(spans))
    for claim in found.claims:
        assert claim.span is not None and claim.sentence[slice(*claim.span)] == claim.raw
        assert claim.why


def test_a_sentence_of_two_thousand_signs_takes_no_longer_than_its_length() -> None:
    def seconds(text: str) -> float:
        began = time.process_time()
        read_claims([Sentence(text, "overview", "", Place())], {})
        return time.process_time() - began

    part = "门户网站发布信息12条(其中转载3条),未收到申请、复议,"
    short, long = part * 8, part * 64
    seconds(short)
    assert seconds(long) < 100 * max(seconds(short), 0.002)
