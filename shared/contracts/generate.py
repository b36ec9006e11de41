"""Writes everything that is derived from the contracts: `python -m shared.contracts.generate`.

With `--check` it writes nothing and fails when a file differs or a released contract is broken;
with `--release` it also takes the schemas as the ones that the next must be compatible with.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from shared.contracts.envelope import Audience, EventData
from shared.contracts.publication.asyncapi import document
from shared.contracts.publication.catalogue import catalogue
from shared.contracts.publication.compatibility import breaking_changes
from shared.contracts.publication.json_schema import event_schema
from shared.contracts.publication.samples import samples
from shared.contracts.registry import CONTRACTS

REPOSITORY = Path(__file__).parents[2]
CONTRACTS_FOLDER = Path("shared/contracts")
RELEASED = CONTRACTS_FOLDER / "released" / "v1.json"
_DOCUMENTS = {
    Audience.PUBLIC: ("asyncapi.json", "events.md"),
    Audience.INTERNAL: ("asyncapi-internal.json", "events-internal.md"),
}


def generated() -> dict[Path, str]:
    """Every generated file, by its path in the repository."""
    contracts = list(CONTRACTS.values())
    told = {contract.event_type: sample for contract, sample in samples()}
    files = {}
    for contract in contracts:
        name = f"{contract.audience.value}/{contract.routing_key()}.json"
        files[CONTRACTS_FOLDER / "schemas" / name] = _json(event_schema(contract))
        files[CONTRACTS_FOLDER / "samples" / name] = _json(told[contract.event_type])
    for audience, (asyncapi, page) in _DOCUMENTS.items():
        files[CONTRACTS_FOLDER / asyncapi] = _json(document(contracts, audience, told))
        files[Path("docs") / page] = catalogue(contracts, audience, told)
    return files


def structures(contracts: Mapping[str, type[EventData]]) -> dict[str, Any]:
    """The schemas by event name, without the texts: what compatibility is about."""
    return {
        contract.routing_key(): _without_texts(event_schema(contract))
        for contract in contracts.values()
    }


def differences(repository: Path) -> list[str]:
    """What a check finds wrong, each in a sentence."""
    files = generated()
    found = [
        f"{path} is not what the contracts say; run `python -m shared.contracts.generate`"
        for path, text in files.items()
        if not (repository / path).is_file() or (repository / path).read_text() != text
    ]
    found += [f"{path} belongs to no contract; delete it" for path in _stray(repository, files)]
    return found + _broken(repository)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 when all is well, 1 when something is wrong."""
    parser = argparse.ArgumentParser(prog="python -m shared.contracts.generate")
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--check", action="store_true", help="write nothing, fail on a difference")
    choice.add_argument("--release", action="store_true", help="take these schemas as released")
    chosen = parser.parse_args(arguments)
    if chosen.check:
        return _report(differences(REPOSITORY))
    if chosen.release and (broken := _broken(REPOSITORY)):
        return _report(broken)
    files = generated()
    for path in _stray(REPOSITORY, files):
        (REPOSITORY / path).unlink()
    if chosen.release:
        files[RELEASED] = _json(structures(CONTRACTS))
    for path, text in files.items():
        (REPOSITORY / path).parent.mkdir(parents=True, exist_ok=True)
        (REPOSITORY / path).write_text(text)
    return 0


def _broken(repository: Path) -> list[str]:
    released = repository / RELEASED
    if not released.is_file():
        return []
    return breaking_changes(json.loads(released.read_text()), structures(CONTRACTS))


def _stray(repository: Path, files: Mapping[Path, str]) -> list[Path]:
    present = (
        path.relative_to(repository)
        for folder in ("schemas", "samples")
        for path in sorted((repository / CONTRACTS_FOLDER / folder).rglob("*.json"))
    )
    return [path for path in present if path not in files]


def _without_texts(schema: Any) -> Any:
    """The schema without descriptions and titles, except fields that happen to have such a name."""
    if isinstance(schema, dict):
        return {
            key: _without_texts(value)
            for key, value in schema.items()
            if not (key in ("description", "title") and isinstance(value, str))
        }
    if isinstance(schema, list):
        return [_without_texts(item) for item in schema]
    return schema


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _report(problems: Sequence[str]) -> int:
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
