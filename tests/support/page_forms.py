"""The forms and links of a page, as a browser sees them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass(slots=True)
class PageForm:
    """A form that changes something: what it sends by itself, and what somebody fills in or
    chooses.
    """

    action: str
    hidden: dict[str, str] = field(default_factory=dict)
    filled: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """What a page leads to."""

    forms: list[PageForm]
    links: list[str]


def found_on(page: str, address: str) -> Found:
    """The forms and the links of the page at an address, in order."""
    reader = _Reader(address)
    reader.feed(page)
    return Found(reader.forms, reader.links)


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = address
        self.forms: list[PageForm] = []
        self.links: list[str] = []
        self._form: PageForm | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in said:
            self.links.append(said["href"])
        elif tag == "form" and said.get("method") == "post":
            self._form = PageForm(said.get("action", self._address))
            self.forms.append(self._form)
        elif tag in ("input", "select", "textarea", "button") and "name" in said:
            self._take(said)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None

    def _take(self, said: Mapping[str, str]) -> None:
        if self._form is None:
            return
        fields = self._form.hidden if said.get("type") == "hidden" else self._form.filled
        fields[said["name"]] = said.get("value", "")
