"""What docs/roster.md shows can be done as it stands there."""

import re
from pathlib import Path

import yaml

from services.planning.roster.profile import RosterProfile

PAGE = (Path(__file__).parents[4] / "docs" / "roster.md").read_text(encoding="utf-8")


def test_every_key_of_a_profile_is_explained_and_the_example_is_one() -> None:
    explained = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)

    assert explained == list(RosterProfile.model_fields)
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    RosterProfile.model_validate(yaml.safe_load(example))
