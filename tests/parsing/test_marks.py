"""Marks of the prose: what an edit changes and what it leaves."""

from parsing.model import Paragraph, Place
from parsing.prose.marks import marks
from parsing.prose.narrative import read_sentences


def _marks(*lines: str):
    return marks(read_sentences([Paragraph(line, Place(line=number)) for number, line in enumerate(lines, 1)], True))


def test_a_text_used_again_with_other_numbers_keeps_its_sentences():
    one = _marks("2022年全年公开信息120条,其中网站100条。", "下一步将加强培训。")
    again = _marks("2023年全年公开信息98条,其中网站77条。", "下一步将加强培训。")
    assert one.sha256 != again.sha256
    assert one.sentence_marks == again.sentence_marks
    assert len(one.sentence_marks) == 2


def test_other_words_are_another_sentence():
    one, other = _marks("全年公开信息120条,其中网站100条。"), _marks("全年解读政策120条,其中网站100条。")
    assert not set(one.sentence_marks) & set(other.sentence_marks)


def test_a_line_broken_elsewhere_is_the_same_prose():
    whole = _marks("全年公开信息120条,其中网站100条。")
    assert _marks("全年公开信息120条,", "其中网站100条。") == whole
