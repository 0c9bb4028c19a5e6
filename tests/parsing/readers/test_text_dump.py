"""Plain-text dumps: what is a row of a table and what is only drawn to look like one."""

from parsing.readers.text_dump import read_text_dump


def rows(*lines):
    (table,) = read_text_dump("\n".join(lines).encode()).tables()
    return [[cell.text for cell in row] for row in table.rows]


def test_the_rule_of_a_markdown_table_is_no_row_of_dashes():
    assert rows("| 总计 | 件 |", "|---|:---:|", "| 3 | 0 |") == [["总计", "件"], ["3", "0"]]


def test_a_row_of_dashes_elsewhere_is_one():
    assert rows("| 总计 | 件 |", "| 3 | 0 |", "| --- | --- |") == [["总计", "件"], ["3", "0"], ["---", "---"]]
    assert rows("| 总计 | 件 |", "| — | - |") == [["总计", "件"], ["—", "-"]]
