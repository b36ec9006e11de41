"""The commands of docs/operations.md, run as they stand, in the order of the page."""

import re

import pytest

from tests.system.compose.manual import commands, commands_in_text
from tests.system.compose.stack import Stack

# By these the stack of every test comes up, or test_loop.py saves and restores its data.
ELSEWHERE = {"Install", "Start", "Back up", "Restore", "Replay"}
STAND_INS = {"SERVICE": "planning", "QUEUE": "engagement.planning.dead"}


@pytest.mark.parametrize("heading", [name for name in commands() if name not in ELSEWHERE])
def test_the_commands_of_the_manual_work(stack: Stack, heading: str) -> None:
    stack.shell(commands()[heading])
    stack.shell("docker compose up --detach --wait")


@pytest.mark.parametrize("command", commands_in_text())
def test_a_command_in_the_text_works(stack: Stack, command: str) -> None:
    """With something real for each word in capitals; what was deleted comes back by `up`."""
    for word, real in STAND_INS.items():
        command = re.sub(rf"\b{word}\b", real, command)
    stack.shell(command)
    stack.shell("docker compose up --detach --wait")
