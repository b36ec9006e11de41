"""What somebody who walks from answer to answer brings along: the ids of what they were told of,
and days that are near. A machine that makes up ids and years meets nothing but refusals.
"""

import re
from collections import defaultdict, deque
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from shared.isoweek import IsoWeek

BY_HEART = 0.9
"""The share of the requests that is asked with what is known; the others stay as made up."""

REMEMBERED = 40
"""The newest ids of one kind."""

SMALL = 8
"""Hours that teams can give."""

_DAYS = (
    (("starts", "from"), (0, 7)),
    (("ends", "until", "to"), (100, 150)),
    (("reached", "started", "completed", "joined", "judged"), (-5, 0)),
    (("",), (10, 90)),
)
"""How far off a day is, by how its field begins."""

_PROGRAMME_DAYS = {"startsOn": (-90, -1), "endsOn": (300, 400)}

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WEEK = re.compile(r"\d{4}-W\d{2}")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_ID_BELOW = re.compile(r"/([^/{]+)/\{([^}]+)\}")
_UNREAL = ("cursor", "per")
"""What only an answer can say, and a past that is not there."""


class Knowledge:
    """Hears every answer, and fills in what a request says at random."""

    def __init__(self, seed: int, today: date) -> None:
        self._random = Random(seed)
        self._today = today
        self._ids: defaultdict[str, deque[str]] = defaultdict(lambda: deque(maxlen=REMEMBERED))

    def learn(self, case: Any, response: Any) -> None:
        """Hear what an answer tells of."""
        if not 200 <= response.status_code < 300 or not response.content:
            return
        told = response.json()
        collection = re.sub(r"/\{[^}]+\}$", "", case.operation.path).rpartition("/")[2]
        for each in told.get("items", [told]) if isinstance(told, dict) else ():
            if "id" in each:
                self._remember(collection, each["id"])
        for name, key in _named(told):
            self._remember(_collection(name), key)

    def fill(self, case: Any) -> None:
        """Let a request be about what there is, and about days that are near."""
        if self._random.random() >= BY_HEART:
            return
        for collection, name in _ID_BELOW.findall(case.operation.path):
            case.path_parameters[name] = self._id(collection, case.path_parameters[name])
        for name in list(case.query or ()):
            if name in _UNREAL:
                del case.query[name]
            else:
                case.query[name] = self._near(name, case.query[name])
        if isinstance(case.body, dict):
            case.body = self._near("", case.body)
            if case.operation.path == "/programmes":
                case.body |= {name: self._day(*far) for name, far in _PROGRAMME_DAYS.items()}

    def _remember(self, collection: str, key: str) -> None:
        if key not in self._ids[collection]:
            self._ids[collection].append(key)

    def _id(self, collection: str, made_up: Any) -> Any:
        known = self._ids[collection]
        return made_up if made_up in known or not known else self._random.choice(known)

    def _day(self, first: int, last: int) -> str:
        return (self._today + timedelta(self._random.randint(first, last))).isoformat()

    def _near(self, name: str, value: Any) -> Any:
        match value:
            case dict() if name == "lead" and len(value) > 1:
                return {"function": "Teamleider"}
            case dict():
                return {key: self._near(key, each) for key, each in value.items()}
            case list() if name == "weeks":
                return list(self._weeks(value))
            case list():
                return [self._near(name, each) for each in value]
            case float() | int() if name.endswith("ours") and not isinstance(value, bool):
                return self._random.randint(1, SMALL)
            case str() if _UUID.fullmatch(value):
                return self._id(_collection(name), value)
            case str() if _DAY.fullmatch(value) or _WEEK.fullmatch(value):
                far = next(far for begins, far in _DAYS if name.startswith(begins))
                day = self._day(*far)
                return day if _DAY.fullmatch(value) else str(IsoWeek.of(date.fromisoformat(day)))
        return value

    def _weeks(self, made_up: list[Any]) -> Iterator[Any]:
        """Hours a week, in weeks one after another."""
        first = IsoWeek.of(self._today).plus(self._random.randint(2, 9))
        for place, each in enumerate(made_up[:4]):
            yield self._near("", each) | {"week": str(first.plus(place))}


def _named(told: Any) -> Iterator[tuple[str, str]]:
    """The ids that an answer names, with the names of their fields."""
    match told:
        case dict():
            for name, value in told.items():
                if name.endswith("Id") and isinstance(value, str):
                    yield name, value
                else:
                    yield from _named(value)
        case list():
            for each in told:
                yield from _named(each)


def _collection(name: str) -> str:
    """Where the thing stands that a field names: `functionGroupId` below /function-groups."""
    words = re.sub(r"Ids?$", "", name)
    words = {"intoExpertise": "expertise", "dependsOn": "subproject"}.get(words, words)
    dashed = re.sub(r"([A-Z])", lambda found: f"-{found[0].lower()}", words)
    return dashed if dashed == "staff" else f"{dashed}s"
