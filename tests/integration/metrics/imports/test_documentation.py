"""What docs/imports.md shows can be done as it stands there."""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from services.metrics.imports.profile import Profile

PAGE = (Path(__file__).parents[4] / "docs" / "imports.md").read_text(encoding="utf-8")


def blocks(language: str) -> Iterator[str]:
    return (found[1] for found in re.finditer(rf"```{language}\n(.*?)```", PAGE, re.DOTALL))


def test_every_key_of_a_profile_is_explained_and_the_example_is_one() -> None:
    explained = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)

    assert sorted(explained) == sorted(Profile.model_fields)
    for example in blocks("yaml"):
        Profile.model_validate(yaml.safe_load(example))
