"""The commands of docs/operations.md, run as they stand, in the order of the page."""

import pytest

from tests.system.compose.manual import commands
from tests.system.compose.stack import Stack

# By these the stack of every test comes up, or test_loop.py saves and restores its data.
ELSEWHERE = {"Install", "Start", "Back up", "Restore", "Replay"}


@pytest.mark.parametrize("heading", [name for name in commands() if name not in ELSEWHERE])
def test_the_commands_of_the_manual_work(stack: Stack, heading: str) -> None:
    stack.shell(commands()[heading])
    stack.shell("docker compose up --detach --wait")
