"""Where ``gongkai`` begins. A child process imports this script anew, so it imports nothing before it is called."""

from __future__ import annotations


def main() -> None:
    """The command line (`flows.cli`)."""
    from flows.cli import main as command_line  # every command's words and options: a child process has no use for them

    command_line()
