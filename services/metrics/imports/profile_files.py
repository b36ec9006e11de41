"""The profiles of metrics: those that come with Draagvlak, and those of a municipality."""

from pathlib import Path

from services.metrics.imports.profile import Profile
from shared.tabular.profile_files import load_profile_of

SHIPPED = Path(__file__).parent / "profiles"


def load_profile(name_or_path: str) -> Profile:
    """Read a shipped profile by its name, or a profile of the municipality by its path.

    Raises:
        Refusal: there is no such profile, or something in it is wrong; every mistake is named.
    """
    return load_profile_of(Profile, SHIPPED, name_or_path)
