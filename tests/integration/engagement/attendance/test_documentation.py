"""What docs/attendance.md shows can be done as it stands there."""

import re
from pathlib import Path

import yaml

from services.engagement.attendance.profile import AttendanceProfile

PAGE = (Path(__file__).parents[4] / "docs" / "attendance.md").read_text(encoding="utf-8")


def test_every_key_of_a_profile_is_explained_and_the_example_is_one() -> None:
    explained = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)

    assert explained == list(AttendanceProfile.model_fields)
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    AttendanceProfile.model_validate(yaml.safe_load(example))
