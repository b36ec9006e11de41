"""The commands of docs/operations.md, by the heading they stand under, and those in its
text.
"""

import re
from itertools import groupby

from tests.support.pages import page
from tests.system.compose.stack import ROOT

_LINE = re.compile(r"^(?P<fence>```)(?P<language>\w*)$|^##+ (?P<heading>.+)$")


def commands() -> dict[str, str]:
    """Per heading, all its commands in order: the blocks marked `sh`."""
    found: list[tuple[str, str]] = []
    heading, language = "", ""
    for line in (ROOT / "docs" / "operations.md").read_text().splitlines():
        match = _LINE.match(line)
        if match is None:
            if language == "sh":
                found.append((heading, line))
        elif match["heading"] and not language:
            heading = match["heading"]
        else:
            language = "" if language else (match["language"] or "text")
    return {
        heading: "\n".join(line for _, line in lines)
        for heading, lines in groupby(found, key=lambda pair: pair[0])
    }


def commands_in_text() -> list[str]:
    """The commands in its text that need the stack, or the host that it runs on; each once."""
    shown = page("docs/operations.md").commands_in_text()
    return sorted({command for command in shown if command.startswith(("docker ", "df "))})
