"""Renews shared/web/static/vendor: `python -m shared.web.vendoring`, with npm on the PATH.

Only what the pages use: the style sheets of some components, and of the theme the variables that
these (and our own style sheet) ask for, directly or through other variables.
"""

import json
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from shared.web.static_files import FOLDER

VENDOR = FOLDER / "vendor"
THEME = ("@nl-design-system-unstable/voorbeeld-design-tokens", "7.4.1")
COMPONENTS = {
    "root": "3.1.0",
    "document": "2.0.1",
    "skip-link": "2.0.1",
    "link": "2.0.1",
    "button": "3.1.0",
    "heading-1": "2.0.1",
    "heading-2": "2.0.1",
    "heading-3": "2.0.1",
    "paragraph": "3.0.1",
    "table": "2.0.2",
    "alert": "3.0.1",
    "form-field": "2.0.1",
    "form-label": "2.0.1",
    "form-field-description": "2.0.1",
    "form-field-error-message": "3.0.1",
    "form-fieldset": "3.0.1",
    "textbox": "3.1.0",
    "textarea": "4.0.1",
    "select": "3.0.1",
    "checkbox": "3.0.1",
    "unordered-list": "2.0.1",
    "data-list": "2.0.1",
    "status-badge": "1.0.0",
}
_DECLARATION = re.compile(r"^\s*(--[\w-]+):\s*(.*?);")
_USE = re.compile(r"var\(\s*(--[\w-]+)")


def renew() -> None:
    """Fetch the packages from the registry that npm is configured for, and write the files anew."""
    with tempfile.TemporaryDirectory() as folder:
        packages = Path(folder)
        components = "\n".join(_component_sheets(packages))
        theme = _fetch(packages, *THEME)
        own = "\n".join(sheet.read_text() for sheet in sorted(FOLDER.glob("*.css")))
        VENDOR.mkdir(exist_ok=True)
        (VENDOR / "components.css").write_text(components)
        (VENDOR / "theme.css").write_text(
            _needed_variables((theme / "dist" / "theme.css").read_text(), components + own)
        )
        shutil.copy(theme / "LICENSE.md", VENDOR / "LICENSE-nl-design-system.md")
    (VENDOR / "VENDORED.md").write_text(_origin())


def _component_sheets(packages: Path) -> Iterator[str]:
    for name, version in COMPONENTS.items():
        package = _fetch(packages, f"@utrecht/{name}-css", version)
        yield (package / "dist" / "index.css").read_text()


def _fetch(folder: Path, name: str, version: str) -> Path:
    """The unpacked package."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is missing")
    packed = subprocess.run(
        [npm, "pack", f"{name}@{version}", "--json"],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    target = folder / re.sub(r"\W", "-", name)
    with tarfile.open(folder / _file_name(json.loads(packed.stdout))) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


def _file_name(packed: object) -> str:
    """npm 10 answers with a list, npm 11 with an object by package."""
    entries = list(packed.values()) if isinstance(packed, dict) else packed
    if not isinstance(entries, list):
        raise TypeError("npm pack gave no list of packages")
    return str(entries[0]["filename"])


def _needed_variables(theme: str, sheets: str) -> str:
    found = (_DECLARATION.match(line) for line in theme.splitlines())
    declared = {match[1]: match[2] for match in found if match is not None}
    needed: set[str] = set()
    asked = set(_USE.findall(sheets))
    while asked:
        needed |= asked
        asked = {use for name in asked for use in _USE.findall(declared.get(name, ""))} - needed
    lines = [f"  {name}: {value};" for name, value in declared.items() if name in needed]
    return "\n".join([".voorbeeld-theme {", *lines, "}", ""])


def _origin() -> str:
    rows = [
        ("theme.css", *THEME, "EUPL-1.2", "the variables that are used"),
        *(
            ("components.css", f"@utrecht/{name}-css", version, "EUPL-1.2", "joined, unchanged")
            for name, version in COMPONENTS.items()
        ),
    ]
    return "\n".join(
        [
            "# What is not ours in this folder",
            "",
            "Fetched with npm by `python -m shared.web.vendoring`; never edited by hand.",
            "",
            "| file | package | version | licence | what of it |",
            "|---|---|---|---|---|",
            *(f"| {' | '.join(row)} |" for row in rows),
            "",
        ]
    )


if __name__ == "__main__":
    renew()
