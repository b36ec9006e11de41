"""`draagvlak planning solve` on files of both formats. It needs no database."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from services.planning.cli import app

PROJECT = """\
PRECEDENCE RELATIONS:
   1        1          2           2   3
   2        1          1           4
   3        1          1           4
   4        1          0
REQUESTS/DURATIONS:
  1      1     0       0
  2      1     3       2
  3      1     2       2
  4      1     0       0
RESOURCEAVAILABILITIES:
   3
"""
TEAM = """\
dur = [0,2,1];
sreq = [| 0,0, | 1,1, | 0,1, |];
mastery = [| true,true, | false,true, |];
pred = [1,1];
succ = [2,3];
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the file of a test is."""
    return tmp_path / "project"


def solved(file: Path, text: str, *arguments: str) -> Result:
    """The command on a file with this text."""
    file.write_text(text)
    return CliRunner().invoke(app, ["solve", str(file), *arguments])


def test_a_project_is_one_line_of_json(file: Path) -> None:
    result = solved(file, PROJECT, "--format", "psplib", "--time-limit", "60", "--json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert (found["status"], found["makespan"], found["bound"]) == ("optimal", 5, 5)
    times = {each["activity"]: (each["start"], each["finish"]) for each in found["schedule"]}
    assert times["1"] == (0, 0)
    assert times["4"] == (5, 5)
    assert {times["2"], times["3"]} in ({(0, 3), (3, 5)}, {(0, 2), (2, 5)})


def test_a_schedule_says_who_does_what(file: Path) -> None:
    result = solved(file, TEAM, "--format", "mspsp", "--time-limit", "60", "--json")
    staff = {each["activity"]: each.get("staff") for each in json.loads(result.stdout)["schedule"]}
    assert staff["1"] is None
    assert sorted(each["resource"] + each["skill"] for each in staff["2"]) == ["W1S1", "W2S2"]


def test_people_read_dutch_and_see_the_progress_apart(file: Path) -> None:
    result = solved(file, PROJECT, "--format", "psplib", "--time-limit", "60")
    assert result.stdout.splitlines()[:2] == [
        "Bewezen de kortste planning.",
        "Duur: 5. Ondergrens: 5.",
    ]
    assert "duur 5" in result.stderr


def test_what_cannot_be_done_ends_with_1(file: Path) -> None:
    never = TEAM.replace("| true,true, | false,true, |", "| true,true, | false,false, |")
    result = solved(file, never, "--format", "mspsp", "--time-limit", "60", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {
        "status": "infeasible",
        "makespan": None,
        "bound": None,
        "schedule": [],
    }


def test_a_file_that_is_wrong_says_everything_and_ends_with_2(file: Path) -> None:
    result = solved(file, "dur = [0,2];", "--format", "mspsp")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        f"‘{name}’ ontbreekt." for name in ("sreq", "mastery", "pred", "succ")
    ]


def test_a_file_that_is_not_there_ends_with_2(file: Path) -> None:
    result = CliRunner().invoke(app, ["solve", str(file), "--format", "psplib"])
    assert result.exit_code == 2
    assert result.stderr == f"{file} is niet te lezen.\n"
