"""What of a cell counts as unread: nobody is told a value that could not be made out."""

import pytest

from parsing.model import Figure
from parsing.verdict import is_unread


@pytest.mark.parametrize(
    ("raw", "on_a_picture", "in_a_text"),
    [("•", True, False), ("无", False, False), ("略", False, False), ("0/0", False, False), ("3件?", True, True)],
)
def test_a_lone_sign_is_unread_on_a_picture_only(raw, on_a_picture, in_a_text):
    figure = Figure("proactive", "administrative_penalties", "decisions", None, raw, "text", None)
    assert is_unread(figure, is_by_ocr=True) == on_a_picture
    assert is_unread(figure, is_by_ocr=False) == in_a_text
