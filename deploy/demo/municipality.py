"""Reads the fictional municipality. All weeks count from the week of today."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Annotated, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from shared.contracts.channels import Channel
from shared.contracts.planning_v1 import FirstMoment, MilestoneKind

Share = Annotated[float, Field(ge=0, le=1)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Season(_Part):
    """The busiest ISO week of the year, and how much busier than the mean it is."""

    peak_week: Annotated[int, Field(ge=1, le=53)]
    more: Share


class Dip(_Part):
    """Weeks in which less is asked for, over the same channels."""

    from_week: int
    until_week: int
    factor: Share


class Effect(_Part):
    """What a go-live moves from other channels to the web, wholly after `ramp` weeks."""

    milestone: str
    ramp: Annotated[int, Field(ge=1)]
    to_web: Mapping[Channel, Share]


class Minutes(_Part):
    """Minutes of staff per transaction: the estimate, and the range in which it lies."""

    minutes: float
    low: float
    high: float

    @model_validator(mode="before")
    @classmethod
    def _from_list(cls, value: object) -> object:
        return (
            dict(zip(("minutes", "low", "high"), value, strict=True))
            if isinstance(value, list)
            else value
        )


class Product(_Part):
    """How a product is asked for, and what is true about its channels."""

    online: str
    weekly: Annotated[float, Field(gt=0)]
    trend: float
    season: Season
    dips: tuple[Dip, ...] = ()
    shares: Mapping[Channel, Share]
    assisted: Share = 0.0
    minutes: Mapping[str, Minutes]
    effects: tuple[Effect, ...] = ()

    def minutes_of(self, channel: Channel, *, assisted: bool) -> Minutes:
        """What a transaction over a channel takes."""
        return self.minutes["assisted" if assisted else channel.value]

    @model_validator(mode="after")
    def _shares_add_up(self) -> Self:
        if abs(sum(self.shares.values()) - 1) > 1e-9:
            raise ValueError("shares must add up to 1")
        moved = {channel for effect in self.effects for channel in effect.to_web}
        for channel in moved:
            if sum(effect.to_web.get(channel, 0) for effect in self.effects) > self.shares[channel]:
                raise ValueError(f"more moves from {channel} than there is")
        return self


class People(_Part):
    """Colleagues of a team with the same function group, hours and expertises."""

    count: Annotated[int, Field(ge=1)]
    function_group: str
    hours: Annotated[float, Field(ge=0)]
    expertises: tuple[str, ...]


class Team(_Part):
    """A team with its products and people."""

    name: str
    products: tuple[str, ...]
    people: tuple[People, ...]


class Target(_Part):
    """A target path of a product's uptake."""

    product: str
    from_week: int
    from_share: Share
    to_week: int
    to_share: Share


class Programme(_Part):
    """The programme with its target paths."""

    name: str
    starts: int
    ends: int
    targets: tuple[Target, ...]


class Moment(_Part):
    """A moment of involvement; so many of the people affected were there."""

    kind: str
    title: str
    week: int
    present: Annotated[int, Field(ge=0)]


class Milestone(_Part):
    """A milestone; a go-live names its products."""

    kind: MilestoneKind
    name: str
    week: int
    affects: tuple[str, ...] = ()


class Demand(_Part):
    """Hours a week of an expertise."""

    expertise: str
    hours: Annotated[float, Field(gt=0)]
    from_week: Annotated[int, Field(ge=0)]
    until_week: int


class Reservation(Demand):
    """Hours a week that a team gives."""

    team: str


class State(StrEnum):
    """Where a subproject is today."""

    PLANNED = "planned"
    STARTED = "started"
    COMPLETED = "completed"


class Subproject(_Part):
    """A subproject with what happened in it and what it needs."""

    name: str
    focus_area: str
    starts: int
    ends: int
    first_moment: FirstMoment
    lead: str
    state: State
    depends_on: tuple[str, ...] = ()
    affected_teams: tuple[str, ...]
    moments: tuple[Moment, ...]
    milestones: tuple[Milestone, ...]
    demand: tuple[Demand, ...] = ()
    reserve: tuple[Reservation, ...] = ()


class Way(StrEnum):
    """How a source reports."""

    FILE = "file"
    HTTP = "http"
    EVENTS = "events"


class Source(_Part):
    """A system that reports transactions of some channels."""

    title: str
    channels: tuple[Channel, ...]
    by: Way


class Municipality(_Part):
    """Everything that the demonstration tells about a municipality."""

    name: str
    oin: str
    seed: int
    weeks_of_history: Annotated[int, Field(ge=1)]
    expertises: Mapping[str, str]
    function_groups: Mapping[str, str]
    teams: Mapping[str, Team]
    programme: Programme
    subprojects: Mapping[str, Subproject]
    sources: Mapping[str, Source]
    minutes_stated_by: str
    products: Mapping[str, Product]
    destinations: Mapping[str, Mapping[str, Share]]

    @model_validator(mode="after")
    def _effects_have_a_go_live(self) -> Self:
        go_lives = {milestone.name for milestone in self.go_lives()}
        for product in self.products.values():
            for effect in product.effects:
                if effect.milestone not in go_lives:
                    raise ValueError(f"no go-live is called {effect.milestone!r}")
        return self

    def go_lives(self) -> Iterator[Milestone]:
        """Every go-live of every subproject."""
        for subproject in self.subprojects.values():
            for milestone in subproject.milestones:
                if milestone.kind is MilestoneKind.GO_LIVE:
                    yield milestone


@cache
def load_municipality() -> Municipality:
    """The municipality that ships along."""
    text = files("deploy.demo").joinpath("municipality.yaml").read_text(encoding="utf-8")
    return Municipality.model_validate(yaml.safe_load(text))
