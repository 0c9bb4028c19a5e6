"""What a run's processes log is kept as lines of JSON that name the run."""

import logging
import logging.config
import subprocess
import sys

from store.home import Home
from store.lines import read_lines
from store.log import logged, run_logger

RUN = "20250131T023000Z-0a1b"
logger = logging.getLogger("gongkai.test")


def lines(home):
    return list(read_lines(Home(home).run_log(RUN)))


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
import pathlib
from store.lines import read_lines
from store.log import logged, run_logger
with logged(pathlib.Path({str(tmp_path)!r}), {RUN!r}):
    for number in range(200):
        run_logger.info("line %s", number)
"""
    processes = [subprocess.Popen([sys.executable, "-c", program]) for _ in range(2)]
    assert [process.wait(60) for process in processes] == [0, 0]
    assert len(lines(tmp_path)) == 400


def test_what_others_say_below_a_warning_is_left_out(tmp_path):
    with logged(tmp_path, RUN):
        logging.getLogger("httpx").info("a request")
        run_logger.info("the run begins")
    assert [line["message"] for line in lines(tmp_path)] == ["the run begins"]


def test_what_a_run_says_of_its_course_goes_to_no_terminal(tmp_path, capsys):
    with logged(tmp_path, RUN):
        run_logger.info("the run begins")
    assert capsys.readouterr().err == ""


def test_a_library_that_sets_up_logging_anew_takes_no_line_away(tmp_path):
    with logged(tmp_path, RUN):
        logger.warning("before")
        logging.config.dictConfig({"version": 1, "disable_existing_loggers": False})
        logger.warning("after")
    assert [line["message"] for line in lines(tmp_path)] == ["before", "after"]
