"""Makes this checkout the package draagvlak of the Python that runs this, without a build tool.

What an editable install leaves: a path to the checkout, its version, and the command.
"""

import sys
import sysconfig
import tomllib
from pathlib import Path
from shutil import rmtree

COMMAND = """#!{python}
from services.cli import main

main()
"""


def install(checkout: Path) -> None:
    """Write the three; those of an earlier version go."""
    version = tomllib.loads((checkout / "pyproject.toml").read_text())["project"]["version"]
    packages = Path(sysconfig.get_path("purelib"))
    for earlier in packages.glob("draagvlak-*.dist-info"):
        rmtree(earlier)
    (packages / "draagvlak.pth").write_text(f"{checkout}\n")
    information = packages / f"draagvlak-{version}.dist-info"
    information.mkdir()
    (information / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: draagvlak\nVersion: {version}\n"
    )
    command = Path(sysconfig.get_path("scripts")) / "draagvlak"
    command.write_text(COMMAND.format(python=sys.executable))
    command.chmod(0o755)


if __name__ == "__main__":
    install(Path(__file__).parents[1].resolve())
