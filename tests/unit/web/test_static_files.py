"""The vendored style sheets hold what our own style sheet and templates use."""

import re
from pathlib import Path

import pytest

from shared.web.pages import TEMPLATES
from shared.web.static_files import FOLDER

SHEETS = sorted(FOLDER.rglob("*.css"))


def test_every_variable_of_our_own_style_sheet_has_a_value() -> None:
    own = (FOLDER / "draagvlak.css").read_text()
    declared = re.findall(r"(--[\w-]+):", own + (FOLDER / "vendor" / "theme.css").read_text())
    assert set(re.findall(r"var\((--[\w-]+)\)", own)) <= set(declared)


def test_every_component_of_the_templates_has_a_style() -> None:
    components = (FOLDER / "vendor" / "components.css").read_text()
    templates = "".join(path.read_text() for path in TEMPLATES.glob("*.html"))
    used = set(re.findall(r"utrecht-[a-z0-9_-]+", templates))
    assert len(used) > 15
    assert {name for name in used if f".{name}" not in components} == set()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_no_style_sheet_fetches_anything(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    assert "@import" not in text
    assert "url(" not in text
