"""What state a bureau's run comes to."""

import pytest

from crawler.progress import Progress, Trouble, Walk, final_state

BROKEN = Trouble("http_error", None, "status 500")
WALL = Trouble("blocked", "ruishu", "status 412")
HELD = Trouble("postponed", "budget", "the day's requests are spent")
FORBIDDEN = Trouble("refused", "robots", "robots.txt disallows it")


def state(*troubles: tuple[Trouble, str], new: int = 0, has_reports: bool = False, **facts: object) -> str:
    progress = Progress(new=new, is_discovering=True, **facts)
    for trouble, kind in troubles:
        progress.note(trouble, kind, "column")
    return final_state(progress, has_reports=has_reports).state


@pytest.mark.parametrize(
    ("troubles", "expected"),
    [
        ([], "quiet"),
        ([(BROKEN, "list")], "failed"),
        ([(BROKEN, "report")], "quiet"),
        ([(FORBIDDEN, "list")], "refused"),
        ([(FORBIDDEN, "report")], "quiet"),
        ([(HELD, "list")], "postponed"),
        ([(HELD, "report")], "postponed"),
        ([(WALL, "report")], "blocked"),
        ([(BROKEN, "list"), (WALL, "list")], "blocked"),
        ([(BROKEN, "list"), (HELD, "report")], "failed"),
    ],
)
def test_the_worst_is_said_first(troubles, expected):
    assert state(*troubles, has_reports=True) == expected


def test_new_reports_are_said_unless_the_portal_has_to_be_looked_at():
    assert state(new=3, has_reports=True) == "new"
    assert state((BROKEN, "attachment"), new=3, has_reports=True) == "new"
    assert state((WALL, "report"), new=3, has_reports=True) == "blocked"


def test_a_bureau_none_of_whose_reports_was_ever_seen_is_empty():
    assert state() == "empty"


def test_a_list_that_is_suddenly_empty_is_not_taken_for_quiet():
    assert state((Trouble("empty", None, "the list is empty"), "list"), has_reports=True) == "empty"


def test_a_bureau_without_a_list_is_parked_and_with_one_it_is_not():
    assert state(parked="portal parameter column is not confirmed") == "parked"
    walks = {"known": Walk("known", is_full=True)}
    assert state(parked="portal parameter column is not confirmed", walks=walks, has_reports=True) == "quiet"


def test_a_bureau_whose_list_is_open_and_whose_reports_are_not_is_refused():
    assert state((FORBIDDEN, "report")) == "refused"
    assert state((FORBIDDEN, "report"), new=1) == "new"


def test_nothing_asked_is_not_due():
    assert final_state(Progress(), has_reports=True).state == "not_due"


def test_the_reason_counts_what_came_through_nevertheless():
    progress = Progress(new=2, is_discovering=True)
    progress.note(WALL, "report", "column")
    assert final_state(progress, has_reports=True).reason == "status 412; 2 new reports, 1 addresses answered badly"
