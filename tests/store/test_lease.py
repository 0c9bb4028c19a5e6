"""Whose night it is, told with real processes: who is refused, who takes over, and what is ended before."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store import lease, processes
from store.errors import AnotherRunError
from store.home import Home
from store.lease import read_lease, say_stage
from store.lock import collect, writing
from store.marks import MARK, is_ours

pytestmark = pytest.mark.skipif(not processes.PROC.is_dir(), reason="this system has no /proc")

NIGHT = """
import pathlib, subprocess, sys, time
from store import lease
from store.lock import writing
lease.BEAT_SECONDS = 0.05
with writing(pathlib.Path(sys.argv[1]), "a night") as held:
    children = [subprocess.Popen([sys.executable, "-c", each], close_fds=False) for each in sys.argv[2:]]
    time.sleep(0.3 if children else 0)  # a beat that knows them
    print(held.run_id, *(child.pid for child in children), flush=True)
    sys.stdin.read()
"""
CRAWLER = "import time; time.sleep(600)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
PLAYER = """
import pathlib, sys, time
from store.errors import AnotherRunError
from store.lock import writing
home = pathlib.Path(sys.argv[1])
try:
    with writing(home):
        with (home / "log").open("a") as log:
            log.write("in\\n"); log.flush(); time.sleep(0.2); log.write("out\\n")
except AnotherRunError:
    pass
"""


@pytest.fixture(name="night")
def _night(tmp_path):
    """Starts a night in ``tmp_path`` with children; gives its process, its run and the children's numbers."""
    started, children = [], []

    def start(*programs):
        process = subprocess.Popen(
            [sys.executable, "-c", NIGHT, str(tmp_path), *programs],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        run_id, *numbers = process.stdout.readline().split()
        children.extend(map(int, numbers))
        return process, run_id, [int(number) for number in numbers]

    yield start
    for process in started:
        process.kill()
        process.wait()
    for pid in children:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def is_there(pid):
    return processes.process(pid).started is not None


def rewritten(home, **changes):
    """The record below ``home``, changed."""
    file = Home(home).lease
    file.write_text(json.dumps(json.loads(file.read_text()) | changes))


def test_who_waits_is_told_which_run_writes_since_when_and_how_far_it_is(tmp_path):
    with writing(tmp_path, "a night") as held:
        say_stage("asking bureaus, 12 of 70")
        held._write()
        with pytest.raises(AnotherRunError) as refused, writing(tmp_path):
            pass
    said = str(refused.value)
    assert f"run {held.run_id} (a night) has been writing since 20" in said
    assert "now asking bureaus, 12 of 70; last sign 20" in said and str(os.getpid()) in said


def test_nothing_is_left_of_a_run_that_has_ended(tmp_path):
    before = os.environ.get(MARK)
    with writing(tmp_path):
        assert os.environ[MARK].endswith(str(tmp_path))
    assert os.environ.get(MARK) == before
    assert [path.name for path in tmp_path.iterdir()] == ["writer.lock"]


def test_a_run_renews_its_record_and_names_what_it_has_started(tmp_path, night):
    process, run_id, children = night(CRAWLER)
    found = read_lease(tmp_path)
    assert (found.run_id, found.holder.pid, found.is_alive) == (run_id, process.pid, True)
    assert [each.pid for each in found.started] == children
    time.sleep(0.3)
    assert read_lease(tmp_path).beat_at > found.beat_at and read_lease(tmp_path).since == found.since


def test_what_a_killed_night_has_left_running_is_ended_before_the_next_one_writes(tmp_path, night):
    process, _, children = night(CRAWLER, DEAF)
    process.kill()
    process.wait()
    assert all(map(is_there, children))
    with writing(tmp_path, "the next night") as held:
        assert not any(map(is_there, children))
        assert read_lease(tmp_path).run_id == held.run_id


def test_a_killed_night_whose_parent_does_not_look_after_it_is_gone_all_the_same(tmp_path, night):
    process, _, children = night(CRAWLER)
    process.kill()  # and not waited for: its number stays taken
    time.sleep(0.2)
    with writing(tmp_path):
        assert not any(map(is_there, children))


def test_a_night_that_is_stopped_is_never_written_over(tmp_path, night, monkeypatch):
    monkeypatch.setattr(lease, "SILENT", timedelta(seconds=0.3))
    process, run_id, children = night(CRAWLER)
    process.send_signal(signal.SIGSTOP)
    time.sleep(0.6)
    said = f"{run_id}.*lives but is stopped or hangs.*kill -9 {process.pid}"
    with pytest.raises(AnotherRunError, match=said), writing(tmp_path):
        pass
    assert collect(tmp_path) == () and all(map(is_there, children))
    process.send_signal(signal.SIGCONT)
    with pytest.raises(AnotherRunError), writing(tmp_path):
        pass
    process.kill()
    process.wait()
    with writing(tmp_path):
        assert not any(map(is_there, children))


def test_a_lock_file_that_is_gone_lets_no_second_run_in(tmp_path, night):
    _, run_id, _ = night()
    Home(tmp_path).writer_lock.unlink()
    with pytest.raises(AnotherRunError, match=run_id), writing(tmp_path):
        pass


def test_of_many_that_take_over_at_once_one_writes_at_a_time(tmp_path, night):
    process, _, children = night(CRAWLER)
    process.kill()
    process.wait()
    players = [subprocess.Popen([sys.executable, "-c", PLAYER, str(tmp_path)]) for _ in range(6)]
    assert [player.wait(60) for player in players] == [0] * 6
    said = (tmp_path / "log").read_text().split()
    assert said[:2] == ["in", "out"] and said == ["in", "out"] * (len(said) // 2)
    assert not any(map(is_there, children))


def test_a_stranger_that_got_the_number_of_a_process_of_ours_is_left_alone(tmp_path, night):
    process, _, children = night(CRAWLER)
    bare = {name: value for name, value in os.environ.items() if name != MARK}
    with subprocess.Popen([sys.executable, "-c", CRAWLER], env=bare) as stranger:
        try:
            known = processes.process(stranger.pid)
            later = {"pid": stranger.pid, "started": known.started - 1, "command": ""}
            not_ours = {"pid": stranger.pid, "started": known.started, "command": "python -m crawler"}
            process.kill()
            process.wait()
            rewritten(tmp_path, started=[later, not_ours])
            assert not is_ours(stranger.pid)
            with writing(tmp_path):
                assert stranger.poll() is None and not any(map(is_there, children))
        finally:
            stranger.kill()


def test_what_was_started_for_another_home_is_left_alone(tmp_path, night):
    process, _, children = night(CRAWLER)
    process.kill()
    process.wait()
    with writing(tmp_path / "practice"):
        assert all(map(is_there, children))
    assert [each.pid for each in collect(tmp_path)] == children


def test_a_look_ends_what_a_killed_run_left_and_nothing_while_a_run_lives(tmp_path, night):
    process, _, children = night(CRAWLER)
    assert collect(tmp_path) == ()
    process.kill()
    process.wait()
    assert [each.pid for each in collect(tmp_path)] == children
    assert collect(tmp_path) == ()


def test_a_torn_record_keeps_nobody_out(tmp_path):
    Home(tmp_path).lease.write_text('{"token": "ab')
    with writing(tmp_path) as held:
        assert read_lease(tmp_path).run_id == held.run_id


def test_a_record_of_before_the_machine_was_started_anew_is_stale(tmp_path, night):
    process, _, _ = night()
    process.kill()
    process.wait()
    rewritten(tmp_path, namespace="another boot", holder={"pid": os.getpid(), "started": 1, "command": ""})
    with writing(tmp_path):
        pass


def test_a_run_on_another_machine_is_waited_for_until_it_has_been_silent_for_an_hour(tmp_path, night):
    process, run_id, _ = night()
    process.kill()
    process.wait()
    rewritten(tmp_path, namespace="elsewhere", host="elsewhere")
    with pytest.raises(AnotherRunError, match=f"{run_id}.*on elsewhere"), writing(tmp_path):
        pass
    long_ago = datetime.now(UTC) - timedelta(minutes=61)
    rewritten(tmp_path, beat_at=long_ago.isoformat())
    with writing(tmp_path):
        pass


def test_a_run_that_was_taken_over_while_it_was_paused_stops_before_it_writes(tmp_path, night):
    process, _, children = night(DEAF)
    process.send_signal(signal.SIGSTOP)
    beside = Path(f"{Home(tmp_path).lease}.new")
    taken_over = json.loads(Home(tmp_path).lease.read_text()) | {"token": "another", "host": "elsewhere"}
    beside.write_text(json.dumps(taken_over))
    beside.replace(Home(tmp_path).lease)
    process.send_signal(signal.SIGCONT)
    assert process.wait(10) == lease.LOST_STATUS
    assert not any(map(is_there, children))
    assert read_lease(tmp_path).host == "elsewhere"
