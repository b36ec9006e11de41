"""The commands of docs/operations.md, run as they stand, in the order of the page."""

import pytest

from tests.system.compose.manual import commands
from tests.system.compose.stack import Stack

# Installing and starting is how the stack of every test here comes up; removing is how it ends.
ELSEWHERE = {"Install", "Start", "Remove"}


@pytest.mark.parametrize("heading", [name for name in commands() if name not in ELSEWHERE])
def test_the_commands_of_the_manual_work(stack: Stack, heading: str) -> None:
    stack.shell(commands()[heading])
    stack.shell("docker compose up --detach --wait --no-recreate")


def test_removing_keeps_the_data(stack: Stack) -> None:
    count = "select count(*) from pg_database where datname = 'draagvlak'"
    psql = f'docker compose exec -T postgres psql --username postgres -At --command "{count}"'

    stack.shell(commands()["Remove"])
    stack.shell(commands()["Start"])

    assert stack.shell(psql).strip() == "1"
