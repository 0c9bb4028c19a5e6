"""Charts: what they draw, and what they must not."""

from __future__ import annotations

import itertools
import re

import pytest
from lxml import etree

from dashboard.charts import png
from dashboard.charts.lines import lines
from dashboard.charts.scale import labelled
from dashboard.charts.stacked import Bar, Part, height, stacked
from dashboard.charts.svg import Drawing, element
from dashboard.charts.tiles import Tile, grid, tiles
from dashboard.charts.trend import HEIGHT, Point, trend

PARTS = [Part("granted", "outcome-granted"), Part("refused", "outcome-refused")]


def drawn(body: str, height_: int = HEIGHT) -> etree._Element:
    drawing = Drawing("name", "title", "says", height_, body)  # type: ignore[arg-type]
    return etree.fromstring(str(drawing.inline).encode())


def classes(root: etree._Element, name: str) -> list[etree._Element]:
    return [each for each in root.iter() if name in (each.get("class") or "").split()]


def text_of(root: etree._Element, name: str) -> list[str]:
    return ["".join(each.xpath("text()")) for each in classes(root, name)]


def line(points: list[Point]) -> etree._Element:
    return drawn(trend(points, lambda value: f"{value:g}", "no number"))


def test_a_year_without_a_number_breaks_the_line() -> None:
    root = line([Point(2019, 4), Point(2020, 5), Point(2021, None), Point(2022, 6), Point(2023, 7)])
    assert len(classes(root, "line")) == 2
    assert len(classes(root, "dot")) == 4 and len(classes(root, "gap")) == 1


def test_zero_is_a_number_and_lies_on_the_axis() -> None:
    root = line([Point(2022, 0), Point(2023, 8)])
    axis = float(classes(root, "axis")[0].get("y1"))
    assert float(classes(root, "dot")[0].get("cy")) == axis
    assert float(classes(root, "dot")[1].get("cy")) < axis


def test_a_doubtful_year_is_hatched_marked_and_not_joined() -> None:
    root = line([Point(2021, 5), Point(2022, 6), Point(2023, 0, "doubtful"), Point(2024, 7)])
    assert len(classes(root, "hatch")) == 1
    assert len(classes(root, "line")) == 1
    assert "0?" in text_of(root, "value")


def test_no_two_labels_run_into_one_number() -> None:
    values = [*[None] * 6, 57.1, 71.4, 57.1, 55.6, 60, 50, 50]
    years = [Point(2013 + index, value) for index, value in enumerate(values)]
    labels = classes(line(years), "value")
    places = sorted((float(each.get("y")), float(each.get("x")), len(each.text)) for each in labels)
    assert {"71.4", "50"} <= set(text_of(line(years), "value")) and len(labels) < 7
    for (y, x, size), (next_y, next_x, _) in itertools.pairwise(places):
        assert next_y - y >= 11 or abs(next_x - x) >= 7 * size


def test_what_only_the_prose_states_is_drawn_hollow() -> None:
    assert len(classes(line([Point(2018, 5, "stated"), Point(2019, 6)]), "stated")) == 1


def test_a_chart_of_nothing_says_so() -> None:
    assert text_of(line([]), "label") == ["no number"]


def test_of_many_values_the_ends_and_the_extremes_are_written() -> None:
    values = [5, 6, 1, 7, 8, 9, 30, 9, 8, 7, 6, 4]
    root = line([Point(2008 + index, value) for index, value in enumerate(values)])
    assert text_of(root, "value") == ["5", "1", "30", "4"]


def test_bars_begin_at_zero_and_their_parts_add_up() -> None:
    root = drawn(stacked(PARTS, [Bar(2022, [6, 2]), Bar(2023, [3, 1])], "none"), height(PARTS))
    axis = float(classes(root, "axis")[0].get("y1"))
    bars = [each for each in root.iter("{*}rect") if each.find("{*}title") is not None]
    tops = [float(each.get("y")) for each in bars]
    heights = [float(each.get("height")) for each in bars]
    assert tops[0] + heights[0] == pytest.approx(axis, abs=0.2) and tops[1] + heights[1] == pytest.approx(
        tops[0], abs=0.2
    )
    assert heights[0] + heights[1] == pytest.approx(2 * (heights[2] + heights[3]), abs=0.3)
    assert text_of(root, "value") == ["8", "4"]


def test_a_year_without_values_is_a_gap_between_bars() -> None:
    root = drawn(stacked(PARTS, [Bar(2021, [1, 1]), Bar(2022, None), Bar(2023, [0, 0])], "none"), height(PARTS))
    assert len(classes(root, "gap")) == 1
    assert text_of(root, "year") == ["2021", "2022", "2023"]
    assert text_of(root, "value") == ["2", "0"]


def test_hatching_marks_a_bar_that_does_not_add_up() -> None:
    root = drawn(stacked(PARTS, [Bar(2022, [1, 1]), Bar(2023, [0, 0], is_doubtful=True)], "none"), height(PARTS))
    assert len(classes(root, "hatch")) == 1


def test_every_province_has_a_tile_of_its_own() -> None:
    places = [(place.column, place.row) for place in grid().values()]
    assert len(places) == len(set(places)) == 34


def test_a_tile_says_its_number_and_is_empty_without_one() -> None:
    found = {
        "37": Tile("鲁", 0.95, "95 %", "Shandong", "/en/coverage?province=370000"),
        "11": Tile("京", None, "", "none"),
    }
    root = drawn(tiles(found, "0 %", "100 %"), 340)
    assert text_of(root, "tile-value") == ["", "95 %"] or text_of(root, "tile-value") == ["95 %", ""]
    assert len(classes(root, "shade-none")) == 1


def test_text_from_a_release_cannot_leave_its_element() -> None:
    made = element("text", "</text><script>", title='"onload="x')
    assert "<script>" not in made and '"onload' not in made


def test_no_chart_has_ids_that_could_collide_on_a_page() -> None:
    root = line([Point(2022, 1, "doubtful"), Point(2023, 2)])
    assert not root.xpath("//@id")


def test_a_chart_as_a_file_has_its_colours_and_its_title() -> None:
    drawing = Drawing("n", "收到申请 <b>", "says", HEIGHT, trend([Point(2023, 1)], str, "none"))
    root = etree.fromstring(drawing.as_file("source").encode())
    assert "收到申请 <b>" in text_of(root, "heading")
    assert re.search(r"\.line \{", root.find("{*}style").text)
    assert png.from_svg(drawing.as_file("source")).startswith(b"\x89PNG")


def test_a_long_title_goes_on_in_a_second_line() -> None:
    assert lines("Full disclosure rate, 2025: counties", 24) == ["Full disclosure rate,", "2025: counties"]
    assert lines("聊城市人力资源和社会保障局 (hrss-371500)", 20) == ["聊城市人力资源和社会", "保障局 (hrss-371500)"]
    assert lines("", 20) == []


@pytest.mark.parametrize("count", [1, 5, 12, 40])
def test_the_newest_year_is_always_labelled(count: int) -> None:
    assert count - 1 in labelled(count, 320)
