"""What is committed is what the contracts say, and public is kept apart from internal."""

import json
from pathlib import Path

import pytest

from shared.contracts import generate
from shared.contracts.envelope import Audience
from shared.contracts.registry import CONTRACTS

PUBLIC = {c.routing_key() for c in CONTRACTS.values() if c.audience is Audience.PUBLIC}
INTERNAL = {c.routing_key() for c in CONTRACTS.values() if c.audience is Audience.INTERNAL}
FOLDER = generate.REPOSITORY / generate.CONTRACTS_FOLDER


def _write(repository: Path, files: dict[Path, str]) -> None:
    for path, text in files.items():
        (repository / path).parent.mkdir(parents=True, exist_ok=True)
        (repository / path).write_text(text)


def test_generating_again_makes_no_difference() -> None:
    assert generate.differences(generate.REPOSITORY) == []


def test_a_file_that_was_changed_by_hand_is_found(tmp_path: Path) -> None:
    files = generate.generated()
    _write(tmp_path, files)
    changed = next(path for path in files if path.name == "planning.milestone.moved.v1.json")
    (tmp_path / changed).write_text("{}")

    [found] = generate.differences(tmp_path)

    assert str(changed) in found


def test_a_file_that_is_missing_is_found(tmp_path: Path) -> None:
    files = generate.generated()
    _write(tmp_path, files)
    (tmp_path / "docs/events.md").unlink()

    [found] = generate.differences(tmp_path)

    assert "docs/events.md" in found


def test_a_schema_of_no_contract_is_found(tmp_path: Path) -> None:
    stray = Path("shared/contracts/schemas/public/planning.thing.done.v1.json")
    _write(tmp_path, generate.generated() | {stray: "{}"})

    [found] = generate.differences(tmp_path)

    assert str(stray) in found


def test_a_contract_that_breaks_the_released_one_is_found(tmp_path: Path) -> None:
    released = generate.structures(CONTRACTS)
    released["planning.thing.done.v1"] = {}
    _write(tmp_path, generate.generated() | {generate.RELEASED: json.dumps(released)})

    assert [
        "planning.thing.done.v1: the event is gone" in found
        for found in generate.differences(tmp_path)
    ] == [True]


@pytest.mark.parametrize("kind", ["schemas", "samples"])
def test_each_event_has_its_file_with_its_audience(kind: str) -> None:
    assert {path.stem for path in (FOLDER / kind / "public").iterdir()} == PUBLIC
    assert {path.stem for path in (FOLDER / kind / "internal").iterdir()} == INTERNAL


@pytest.mark.parametrize(
    "public",
    [FOLDER / "asyncapi.json", generate.REPOSITORY / "docs/events.md"],
    ids=lambda path: path.name,
)
def test_the_public_catalogue_names_every_public_event_and_no_internal_one(public: Path) -> None:
    text = public.read_text()

    assert [name for name in PUBLIC if name not in text] == []
    assert [name for name in INTERNAL if name in text] == []
    assert "staffId" not in text


def test_ce8_every_type_can_be_looked_up_by_the_name_that_events_carry() -> None:
    ids = {
        json.loads(path.read_text())["$id"]: path.stem
        for path in (FOLDER / "schemas").rglob("*.json")
    }
    carried = {
        json.loads(path.read_text()).get("dataschema"): path.stem
        for path in (FOLDER / "samples").rglob("*.json")
    }
    del carried[None]

    assert carried.items() <= ids.items()
    assert set(ids.values()) == PUBLIC | INTERNAL
