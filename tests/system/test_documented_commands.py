"""Every command that the documentation shows is run: here, or by a step that is named here."""

import asyncio
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy.addresses import Addresses
from shared.database import create_engine
from shared.messaging.deliveries import Delivery
from tests.support.metrics import MOVING, add_products, add_source
from tests.support.pages import ROOT, page, pages
from tests.support.roster import add_roster
from tests.support.wire import open_wire
from tests.system.compose import test_manual
from tests.system.compose.manual import commands_in_text

MANUAL = "docs/operations.md"
DEMO = "tests/system/demo/test_demo_command.py"
PROVISIONING = "tests/integration/deploy/provisioning/test_cli.py"

ELSEWHERE: Mapping[str, tuple[str, str]] = {
    ".ci/run": (".ci/run", "# What CI runs"),
    ".ci/nightly": (".ci/nightly", "# What CI runs every night"),
    "make test": (".ci/run", "\nmake test\n"),
    "make lint types imports": ("Makefile", "\ntest: lint types imports pytest "),
    'make pytest ARGS="-k inbox"': ("Makefile", "\ntest: lint types imports pytest "),
    "make test-compose": (".ci/nightly", "\nmake test-compose\n"),
    "make bench": (".ci/nightly", "\nmake bench\n"),
    "make fuzz": (".ci/nightly", "\nmake fuzz\n"),
    "make fuzz SEED=4": (".ci/nightly", "\nmake fuzz\n"),
    "make demo": (DEMO, '"services.cli", "demo"'),
    "make demo ONCE=1": (DEMO, '"--once"'),
    "draagvlak demo": (DEMO, '"services.cli", "demo"'),
    "draagvlak provision": (PROVISIONING, '["provision"]'),
    "draagvlak subscriber": (PROVISIONING, '["subscriber", '),
    "draagvlak source": (PROVISIONING, '["source", '),
    "draagvlak engagement attendance import": (
        "tests/integration/engagement/attendance/test_import.py",
        '["attendance", "import", ',
    ),
    "draagvlak planning solve": ("tests/unit/planning/solving/test_cli.py", '"solve"'),
    "draagvlak planning propose": ("tests/integration/planning/test_cli.py", '"propose"'),
    "python -m services": ("tests/system/demo/test_story.py", "running_services("),
    "python3 examples/subscriber.py": (
        "tests/system/test_subscriber_example.py",
        '"examples" / "subscriber.py"',
    ),
}
"""What is heavy, or has a test of its own: the step that runs it, and the words in it that do."""

IN_FULL: Mapping[str, str] = {
    "draagvlak events": "draagvlak events --help",
    "draagvlak events replay": "draagvlak events replay SERVICE",
    "draagvlak inbox": "draagvlak inbox --help",
    "draagvlak inbox list": "draagvlak inbox list SERVICE",
    "draagvlak inbox retry": "draagvlak inbox retry SERVICE",
    "draagvlak inbox discard": "draagvlak inbox discard SERVICE --entry NUMBER",
    "draagvlak metrics import": (
        "draagvlak metrics import aantallen.csv --profile draagvlak --source balieregistratie"
    ),
    "draagvlak planning forecast": (
        "draagvlak planning forecast 00000000-0000-4000-8000-000000000001"
    ),
    "draagvlak planning roster import": (
        "draagvlak planning roster import werktijden.csv --profile werktijden --dry-run"
    ),
    "draagvlak token": "draagvlak token --keys . --role operator",
}
"""What the text names by its first words only."""

RUN_HERE = re.compile(r"draagvlak .+|make help|python -m shared\.contracts\.generate")


def documented() -> set[str]:
    """Every command of every page, without the variables it is given."""
    shown = {
        command
        for each in pages()
        for command in (*each.commands(), *each.commands_in_text())
        if each.name != MANUAL
    }
    manual = page(MANUAL).commands_in_text()
    return {re.sub(r"^([A-Z_]+=\S+ )+", "", command) for command in (*shown, *manual)}


def run_here() -> list[str]:
    """The commands that are run here, in full."""
    return sorted(
        {
            IN_FULL.get(command, command)
            for command in documented() - set(ELSEWHERE)
            if RUN_HERE.fullmatch(command)
        }
    )


@dataclass(frozen=True)
class Operator:
    """Somebody in a checkout, with the settings of the three services and a dead event."""

    folder: Path
    settings: Mapping[str, str]
    stand_ins: Mapping[str, str]

    def runs(self, command: str) -> None:
        """Type the command as it is shown, with something real for each word in capitals."""
        for word, real in self.stand_ins.items():
            command = re.sub(rf"\b{word}\b", real, command)
        outer = {name: value for name, value in os.environ.items() if "MAKE" not in name}
        path = f"{Path(sys.executable).parent}{os.pathsep}{outer['PATH']}"
        done = subprocess.run(
            ["sh", "-ec", command],
            cwd=self.folder,
            env={**outer, **self.settings, "PATH": path},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
async def operator(addresses: Addresses, tmp_path: Path) -> Operator:
    """On servers with one product, one source, one member of staff and an event that nobody can
    apply.
    """
    for name in ("docs", "shared"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "aantallen.csv").write_text(
        f"product;kanaal;geassisteerd;periode;aantal\n{MOVING};balie;nee;2026-W01;12\n"
    )
    metrics = create_engine(addresses["metrics"].app_url)
    await add_products(metrics, MOVING)
    await add_source(metrics, "balieregistratie")
    await metrics.dispose()
    planning = create_engine(addresses["planning"].app_url)
    await add_roster(planning, tmp_path)
    await planning.dispose()
    async with open_wire(addresses) as wire:
        await wire.applier().apply([Delivery(b"not json")])
        entry = await wire.value("SELECT entry FROM engagement.inbox")
    settings = {
        f"DRAAGVLAK_{service.upper()}_{kind}_URL": url
        for service, urls in addresses.items()
        for kind, url in (("APP", urls.app_url), ("BROKER", urls.broker_url))
    }
    return Operator(tmp_path, settings, {"SERVICE": "engagement", "NUMBER": str(entry)})


@pytest.mark.parametrize("command", run_here())
async def test_the_command_works_as_it_is_shown(command: str, operator: Operator) -> None:
    await asyncio.to_thread(operator.runs, command)


@pytest.mark.parametrize("command", ELSEWHERE)
def test_the_step_that_runs_the_command_is_there(command: str) -> None:
    step, words = ELSEWHERE[command]
    assert words in (ROOT / step).read_text()


def test_every_command_is_run_somewhere() -> None:
    """A new one belongs in the manual, in a row above, or is run here."""
    run = {*ELSEWHERE, *commands_in_text()}
    unknown = {each for each in documented() - run if not RUN_HERE.fullmatch(each)}
    assert unknown == set()


def test_every_row_is_of_a_command_that_is_shown() -> None:
    assert documented() >= {*ELSEWHERE, *IN_FULL}


@pytest.mark.parametrize(
    ("command", "recipe"),
    [
        ("make test", ".venv/bin/python -m pytest "),
        ("make lint types imports", ".venv/bin/mypy\n"),
        (
            'make pytest ARGS="-k inbox"',
            "-m pytest -n 3 --dist loadgroup -k inbox\n",
        ),
        ("make test-compose", "sh deploy/compose-test/run\n"),
        ("make bench", ".venv/bin/python -m tests.benchmarks\n"),
        ("make fuzz", ".venv/bin/python -m tests.fuzz  \n"),
        ("make fuzz SEED=4", ".venv/bin/python -m tests.fuzz --seed 4 \n"),
        ("make demo", ".venv/bin/python -m services.cli demo \n"),
        ("make demo ONCE=1", ".venv/bin/python -m services.cli demo --once\n"),
    ],
)
def test_make_would_run_what_the_step_runs(command: str, recipe: str) -> None:
    dry = [*shlex.split(command), "--dry-run"]
    told = subprocess.run(dry, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert recipe in told


def test_every_block_of_the_manual_is_run_on_the_stack() -> None:
    """Those that test_manual.py leaves to others, by these others."""
    stack = (ROOT / "tests" / "system" / "compose").glob("*.py")
    tests = "".join(path.read_text() for path in stack)
    assert {each for each in test_manual.ELSEWHERE if f'["{each}"]' not in tests} == set()


def test_the_example_reads_the_variables_that_it_is_shown_with() -> None:
    (shown,) = (each for each in page("README.md").commands() if "examples/subscriber.py" in each)
    program = (ROOT / "examples" / "subscriber.py").read_text()
    read = re.findall(r"""environ\[["'](\w+)["']\]""", program)
    assert set(re.findall(r"\b([A-Z_]+)=", shown)) == set(read)
