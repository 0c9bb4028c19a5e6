"""What a run's processes log is kept as lines of JSON that name the run."""

import json
import logging
import subprocess
import sys

from store.home import Home
from store.log import logged

RUN = "20250131T023000Z-0a1b"
logger = logging.getLogger("gongkai.test")


def lines(home):
    return [json.loads(line) for line in Home(home).run_log(RUN).read_text(encoding="utf-8").splitlines()]


def test_a_message_is_a_line_with_its_run(tmp_path):
    with logged(tmp_path, RUN):
        logger.warning("%s 打不开", "portal")
    logger.warning("not kept")
    (line,) = lines(tmp_path)
    assert (line["run_id"], line["level"], line["message"]) == (RUN, "WARNING", "portal 打不开")


def test_a_traceback_stays_in_its_line(tmp_path):
    with logged(tmp_path, RUN):
        try:
            raise ValueError("odd")
        except ValueError:
            logger.exception("it failed")
    (line,) = lines(tmp_path)
    assert line["exception"].endswith("ValueError: odd")


def test_processes_of_one_run_share_a_file(tmp_path):
    program = f"""
import logging, pathlib
from store.log import logged
with logged(pathlib.Path({str(tmp_path)!r}), {RUN!r}):
    for number in range(200):
        logging.getLogger().info("line %s", number)
"""
    processes = [subprocess.Popen([sys.executable, "-c", program]) for _ in range(2)]
    assert [process.wait(60) for process in processes] == [0, 0]
    assert len(lines(tmp_path)) == 400


def test_what_is_below_the_level_is_left_out(tmp_path):
    with logged(tmp_path, RUN, "ERROR"):
        logger.warning("left out")
    assert lines(tmp_path) == []
