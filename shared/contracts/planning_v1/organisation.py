"""What planning tells about the organisation: reference data of the others, without people."""

from typing import Annotated

from pydantic import Field

from shared.contracts.envelope import ContractModel, EventData
from shared.contracts.vocabulary import FunctionGroupId, Headcount, ProductKey, TeamId, Text

MAX_TEAMS = 64
MAX_FUNCTION_GROUPS = 64
MAX_PRODUCT_TEAMS = 150
"""Bounds that keep the whole organisation within one event of 64 KiB."""


class Team(ContractModel):
    """A team and how many people it has."""

    team_id: TeamId
    name: Text
    """Name of the team, for people."""
    headcount: Headcount
    """How many people work in it."""


class FunctionGroup(ContractModel):
    """A function group and how many people it has, over all teams."""

    function_group_id: FunctionGroupId
    name: Text
    """Name of the function group, for people."""
    headcount: Headcount
    """How many people belong to it."""


class ProductTeam(ContractModel):
    """Which team handles a product at the counter."""

    product: ProductKey
    team_id: TeamId


class OrganisationUpdated(EventData, type="planning.organisation.updated", subject="organisation"):
    """The organisation as a whole; it replaces the one before."""

    teams: Annotated[tuple[Team, ...], Field(max_length=MAX_TEAMS)]
    """All teams."""
    function_groups: Annotated[tuple[FunctionGroup, ...], Field(max_length=MAX_FUNCTION_GROUPS)]
    """All function groups."""
    product_teams: Annotated[tuple[ProductTeam, ...], Field(max_length=MAX_PRODUCT_TEAMS)] = ()
    """Which team handles which product."""
