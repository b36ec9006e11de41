"""Who may do what in planning."""

from collections.abc import Collection
from typing import Annotated
from uuid import UUID

from services.planning.commands.actor import Actor
from shared.web.access import Caller, Role, Scope, allow, allow_each

ProgrammeManager = Annotated[Caller, allow(Role.PROGRAMME_MANAGER, scope=Scope.MUNICIPALITY)]
"""Plans and asks for hours."""

Organiser = Annotated[
    Caller, allow(Role.PROGRAMME_MANAGER, Role.OPERATOR, scope=Scope.MUNICIPALITY)
]
"""Keeps teams, function groups, expertises and staff up to date."""

PlanReader = Annotated[
    Caller,
    allow(
        Role.PROGRAMME_MANAGER,
        Role.TEAM_LEADER,
        Role.EMPLOYEE,
        Role.WORKS_COUNCIL,
        Role.OPERATOR,
        scope=Scope.MUNICIPALITY,
    ),
]
"""Everybody who works there may see the plan: nothing in it is about a person."""

CapacityReader = Annotated[
    Caller, allow(Role.PROGRAMME_MANAGER, Role.TEAM_LEADER, scope=Scope.MUNICIPALITY)
]
"""Sees what there is of each expertise; where one person masters it, those are a person's hours."""

TeamLeader = Annotated[Caller, allow(Role.TEAM_LEADER, scope=Scope.OWN_TEAM)]
"""Decides about the hours of a team of their own."""

TeamKeeper = Annotated[
    Caller,
    allow_each({Role.TEAM_LEADER: Scope.OWN_TEAM, Role.PROGRAMME_MANAGER: Scope.MUNICIPALITY}),
]
"""Sees and keeps what a team can give."""

StaffReader = Annotated[
    Caller,
    allow_each(
        {
            Role.EMPLOYEE: Scope.OWN,
            Role.TEAM_LEADER: Scope.OWN_TEAM,
            Role.PROGRAMME_MANAGER: Scope.MUNICIPALITY,
            Role.OPERATOR: Scope.MUNICIPALITY,
        }
    ),
]
"""Sees a member of staff: an employee only themselves, by the staff id that is the subject of their
token.
"""


def acting(caller: Caller, role: Role) -> Actor:
    """The caller as who decides, in the role that the route asks for."""
    return Actor(caller.subject, role.value)


def visible_teams(caller: Caller, asked: UUID | None) -> Collection[UUID] | None:
    """The teams to show: the one asked for, else the caller's own; None means all.

    Raises:
        Forbidden: the team asked for is not the caller's.
    """
    if asked is not None:
        caller.require(team=asked)
        return [asked]
    return None if Scope.MUNICIPALITY in caller.scopes else caller.team_ids
