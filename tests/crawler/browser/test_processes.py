"""Process trees as ``/proc`` shows them."""

import os
import subprocess
import sys

import pytest

from crawler.browser import processes

pytestmark = pytest.mark.skipif(not processes.PROC.is_dir(), reason="this system has no /proc")

PARENT = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)", "--mark", "--type=renderer"])
print(child.pid, flush=True)
child.wait()
"""


@pytest.fixture
def family():
    parent = subprocess.Popen([sys.executable, "-c", PARENT, "--mark"], stdout=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline())
    yield parent, child
    processes.kill_tree(parent.pid)
    parent.wait()


def test_a_tree_is_ended_with_all_that_is_in_it(family, is_gone):
    parent, child = family
    assert processes.tree(parent.pid) == [parent.pid, child]
    assert processes.memory_bytes(parent.pid) > processes.memory_bytes(child) > 1024**2
    processes.kill_tree(parent.pid)
    assert parent.wait(10) != 0
    assert is_gone(child)


def test_the_main_process_is_the_marked_one_that_is_nobody_s_helper(family):
    parent, _ = family
    assert processes.main_process("--mark") == parent.pid
    assert processes.main_process("--another") is None


def test_a_process_that_is_gone_holds_nothing():
    assert processes.memory_bytes(2**22 + 1) == 0
    processes.kill_tree(2**22 + 1)
    assert os.getpid() in processes.tree(os.getpid())
