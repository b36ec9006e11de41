"""The pages of the documentation, taken apart: commands, links, headings and code in the text."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_FENCE = re.compile(r"^\s*```(?P<language>\w*)\s*$")
_HEADING = re.compile(r"^#+ (?P<text>.+)$")
_LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)")
_SPAN = re.compile(r"`(?P<code>[^`]+)`")
_NO_ANCHOR = re.compile(r"[^\w\- ]")
# A program with arguments, behind the variables it is given.
_COMMAND = re.compile(r"([A-Z_]+=\S+ )*[a-z.][\w./-]* .+")
_PYTHON = {"async with transaction(engine)"}


@dataclass(frozen=True, slots=True)
class Page:
    """One page in Markdown."""

    path: Path
    text: str

    @property
    def name(self) -> str:
        """Its path in the repository."""
        return self.path.relative_to(ROOT).as_posix()

    def commands(self) -> list[str]:
        """The lines of the blocks marked `sh`."""
        return [line.strip() for language, line in self._lines() if language == "sh"]

    def languages(self) -> set[str]:
        """How its blocks are marked."""
        return {language for language, _ in self._lines() if language}

    def links(self) -> list[str]:
        """The targets of its links and pictures."""
        return [match["target"] for line in self._prose() for match in _LINK.finditer(line)]

    def spans(self) -> list[str]:
        """The code in its text."""
        return [match["code"] for line in self._prose() for match in _SPAN.finditer(line)]

    def commands_in_text(self) -> list[str]:
        """The code in its text that somebody would type: a program with its arguments, or a program
        of this repository.
        """
        return [code for code in self.spans() if _reads_as_command(code)]

    def anchors(self) -> set[str]:
        """What a link can point at: its headings, as a forge spells them."""
        headings = (match["text"] for line in self._prose() if (match := _HEADING.match(line)))
        return {_NO_ANCHOR.sub("", text.lower()).replace(" ", "-") for text in headings}

    def section(self, heading: str) -> "Page":
        """The part under a heading, up to the next of its level."""
        level = heading.partition(" ")[0]
        _, _, after = self.text.partition(f"\n{heading}\n")
        return Page(self.path, after.partition(f"\n{level} ")[0])

    def _prose(self) -> list[str]:
        return [line for language, line in self._lines() if not language]

    def _lines(self) -> Iterator[tuple[str, str]]:
        """Every line with the language of the block it is in; an unmarked block is `text`."""
        inside = ""
        for line in self.text.splitlines():
            if fence := _FENCE.match(line):
                inside = "" if inside else (fence["language"] or "text")
            else:
                yield inside, line


def _reads_as_command(code: str) -> bool:
    if code in _PYTHON:
        return False
    program = ROOT / code
    return _COMMAND.fullmatch(code) is not None or (
        program.is_file() and os.access(program, os.X_OK)
    )


def pages() -> list[Page]:
    """Every page that we wrote or generated."""
    found = [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "services").glob("*/README.md"),
        *(ROOT / "deploy").rglob("*.md"),
    ]
    return [Page(path, path.read_text()) for path in sorted(found)]


def page(name: str) -> Page:
    """The page at a path in the repository."""
    return Page(ROOT / name, (ROOT / name).read_text())
