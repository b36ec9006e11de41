"""The documentation is true: its links lead somewhere, what it names exists, and its figures are
those of the code. Its commands are run by test_documented_commands.py.
"""

import importlib
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from shared.contracts.registry import CONTRACTS
from tests.faults import test_planted_bugs
from tests.integration.messaging import test_promises
from tests.support import scenarios
from tests.support.pages import ROOT, Page, page, pages

GUARANTEES = page("docs/delivery-guarantees.md")
PAGES = pages()
HOSTS = {"keepachangelog.com", "semver.org", "127.0.0.1"}
MADE_BY_COMMANDS = ("secrets/", "backup/", ".venv", "docs/benchmarks.md")
FOLDERS = ("services/", "shared/", "deploy/", "tests/", "docs/", "examples/")
FILE = re.compile(r"[\w./-]+\.(py|md|yml|yaml|toml|lock|json|conf|csv|sh)")
UNITS = {"s": 1.0, "min": 60.0, "h": 3600.0, "days": 86_400.0, "redeliveries": 1.0}

by_name = pytest.mark.parametrize("each", PAGES, ids=[each.name for each in PAGES])


@by_name
def test_blocks_of_commands_are_marked_so_that_a_test_finds_them(each: Page) -> None:
    assert each.languages() <= {"sh", "json", "yaml"}


@by_name
def test_links_lead_somewhere(each: Page) -> None:
    """To a file or heading here, or to a host that we mean to name."""
    for link in each.links():
        address = urlsplit(link)
        if address.scheme:
            continue
        target = (each.path.parent / address.path).resolve() if address.path else each.path
        assert target.exists(), link
        if address.fragment and target.suffix == ".md":
            assert address.fragment in Page(target, target.read_text()).anchors(), link


@by_name
def test_files_and_folders_in_the_text_exist(each: Page) -> None:
    """As named from the root, from the page's own folder, or as a room of a service."""
    missing = [code for code in each.spans() if is_path(code) and not exists(each, code)]
    assert missing == []


def is_path(code: str) -> bool:
    """Whether code in the text is meant as a path in this repository."""
    path = code.partition("::")[0]
    if path.startswith(MADE_BY_COMMANDS) or re.search(r"[<>*{}\s]", path):
        return False
    return path.startswith(FOLDERS) or FILE.fullmatch(path) is not None


def exists(each: Page, code: str) -> bool:
    """Whether the path is there, and the test that may be named in it."""
    path, _, test = code.partition("::")
    bases = [ROOT, each.path.parent, *(ROOT / "services").iterdir(), ROOT / "deploy" / "demo"]
    found = [base / path for base in bases if (base / path).exists()]
    return bool(found) and (not test or f"def {test}(" in found[0].read_text())


@by_name
def test_nothing_names_this_machine_or_a_host_of_somebody(each: Page) -> None:
    assert not re.findall(r"(?<![\w.])/(?:root|home|work|Users)/\S*", each.text)
    for host in re.findall(r"\w+://(?:[^\s/@]*@)?([\w.-]+)", each.text):
        assert host in HOSTS or re.search(r"(^|\.)example(\.\w+)?$", host), host


def test_every_delay_is_that_of_the_code() -> None:
    rows = re.findall(
        r"^\| (.+?) \| (.+?) \| (.+?) \|$", GUARANTEES.section("## Every delay").text, re.MULTILINE
    )[2:]
    assert len(rows) >= 14
    for what, how_long, where in rows:
        told = {
            float(number) * UNITS[unit]
            for number, unit in re.findall(r"([\d.]+) (s|min|h|days|redeliveries)\b", how_long)
        }
        found = set(constants(where))
        assert found, what
        assert found <= told, what


def constants(where: str) -> Iterator[float]:
    """The values of the constants that a row names, in every module that it names."""
    codes = re.findall(r"`(.+?)`", where)
    for path in (code for code in codes if code.endswith(".py")):
        module = importlib.import_module(path.removesuffix(".py").replace("/", "."))
        for name in (code for code in codes if code.isupper()):
            yield from seconds(getattr(module, name))


def seconds(value: Any) -> Iterator[float]:
    """A delay, or delays, in seconds; a count as it is."""
    if isinstance(value, tuple):
        for each in value:
            yield from seconds(each)
    else:
        yield value.total_seconds() if isinstance(value, timedelta) else float(value)


def test_every_scenario_and_every_planted_bug_is_named_with_its_promise() -> None:
    named = set(GUARANTEES.spans())
    (promises,) = (mark.args[1] for mark in test_promises.test_promise_holds.pytestmark)  # type: ignore[attr-defined]
    (planted,) = (mark.args[1] for mark in test_planted_bugs.test_planted_bug_is_found.pytestmark)  # type: ignore[attr-defined]
    proofs = {each.__name__ for each in promises} | {bug.__name__ for bug, _ in planted}
    assert proofs - named == set()


def test_every_promise_says_how_it_is_kept_where_it_ends_and_what_proves_it() -> None:
    _, *promises = GUARANTEES.section("## The promises").text.split("\n### ")
    assert len(promises) >= 13
    for promise in promises:
        title = promise.partition("\n")[0]
        assert "- **Kept by**: " in promise, title
        assert "- **Not promised**: " in promise, title
        assert "- **Proved by**: " in promise, title


def test_names_in_proofs_exist() -> None:
    """A scenario, a planted bug or a class of tests that was renamed leaves no false name here."""
    proofs = re.findall(r"\*\*Proved by\*\*(.+?)(?=\n- |\n\n)", GUARANTEES.text, re.DOTALL)
    names = {
        name for proof in proofs for name in re.findall(r"`(\w+)`", proof) if not name.isupper()
    }
    tests = "".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    assert names
    assert {
        name
        for name in names
        if not hasattr(scenarios, name)
        and not re.search(rf"^(async def|def|class) {name}\b", tests, re.MULTILINE)
    } == set()


def test_a_newcomer_finds_where_to_change_what() -> None:
    """The four changes that the folder table must answer."""
    table = page("README.md").section("## Where do I change ...").text
    for change in ("a new field in `", "a new channel", "a new alert", "another norm for coverage"):
        assert f"| {change}" in table
    assert "nl.draagvlak.planning.subproject.planned.v1" in CONTRACTS


def test_every_unit_test_lies_where_its_source_lies() -> None:
    """The folders of the source again, as README.md says."""
    unit = ROOT / "tests" / "unit"
    tests = [path.relative_to(unit) for path in unit.rglob("test_*.py")]
    assert tests
    assert [str(each) for each in tests if not has_a_source(each)] == []


def has_a_source(test: Path) -> bool:
    """Whether a file of any kind, or a package, has the path and the name of the test."""
    homes = (ROOT, ROOT / "services", ROOT / "shared", ROOT / "tests")
    beside = {path.stem for home in homes for path in (home / test.parent).glob("*")}
    return test.stem.removeprefix("test_") in {name.lower().replace("-", "_") for name in beside}
