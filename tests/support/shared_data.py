"""Data that real owners published. It is not a part of the repository, but a folder beside it."""

from pathlib import Path

import pytest

SHARED_DATA = Path(__file__).parents[3] / "shared" / "data"

needs_shared_data = pytest.mark.skipif(
    not SHARED_DATA.is_dir(), reason="shared/data is not beside the repository"
)
"""For tests that read it: skipped, with this reason, only where the folder is not there."""
