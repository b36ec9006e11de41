"""Whether Dutch text is written for everybody: language level B1, and numbers as the Dutch write
them.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

MOST_WORDS = 20
"""In one sentence."""

FORBIDDEN = re.compile(
    r"\b(aangaande|aldus|baseline|betreffende|conform|dashboard|derhalve|desalniettemin|"
    r"dienaangaande|dientengevolge|echter|evalueren|faciliteren|gaarne|implementeren|indien|inzake|"
    r"jegens|middels|mits|omtrent|onderhavige|prioriteren|reeds|target|ten behoeve|teneinde|tevens|"
    r"uiteenzetten|uptake|voorts)\b",
    re.IGNORECASE,
)
"""Words of offices and of developers."""

_BLOCKS = re.compile(
    "a|button|caption|figcaption|h1|h2|h3|label|li|option|p|span|strong|summary|td|text|th|title"
)
_SKIPPED = frozenset(["script", "style"])
_ENGLISH_FORMS = {
    "a decimal point": re.compile(r"\d\.\d{1,2}(?!\d| uur)"),
    "a thousands comma": re.compile(r"\d,\d{3}(?!\d)"),
    "an ISO date": re.compile(r"\d{4}-\d{2}-\d{2}"),
    "an ISO week": re.compile(r"\d{4}-W\d{2}"),
    "None": re.compile(r"\bNone\b|\bNaN\b"),
}


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = [""]
        self._skipped = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._skipped += tag in _SKIPPED
        if _BLOCKS.fullmatch(tag):
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._skipped -= tag in _SKIPPED
        if _BLOCKS.fullmatch(tag):
            self.texts.append("")

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self.texts[-1] += data


def texts(page: str) -> list[str]:
    """The pieces of text of a page, in order."""
    parser = _Texts()
    parser.feed(page)
    pieces = (" ".join(text.split()) for text in parser.texts)
    return [piece for piece in pieces if piece]


def objections(page: str) -> Iterator[str]:
    """What a reader at level B1 could stumble over."""
    for text in texts(page):
        for sentence in re.split(r"(?<=[.!?])\s+", text):
            words = sentence.split()
            if len(words) > MOST_WORDS:
                yield f"{len(words)} words: {sentence}"
            if forbidden := FORBIDDEN.search(sentence):
                yield f"{forbidden[0]}: {sentence}"
        for name, form in _ENGLISH_FORMS.items():
            if form.search(text):
                yield f"{name}: {text}"
