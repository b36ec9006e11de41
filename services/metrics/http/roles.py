"""Who may do what in metrics. All figures are about transactions, none about a person."""

from typing import Annotated

from shared.web.access import Caller, Role, Scope, allow, allow_each

Staff = Annotated[
    Caller,
    allow(
        Role.PROGRAMME_MANAGER,
        Role.TEAM_LEADER,
        Role.EMPLOYEE,
        Role.WORKS_COUNCIL,
        Role.PRIVACY_OFFICER,
        Role.OPERATOR,
        scope=Scope.MUNICIPALITY,
    ),
]
"""Everybody who works with Draagvlak: figures are open to all of them."""

Manager = Annotated[Caller, allow(Role.PROGRAMME_MANAGER, Role.OPERATOR, scope=Scope.MUNICIPALITY)]
"""Who keeps the catalogue, the sources and the handling times."""

ProgrammeManager = Annotated[Caller, allow(Role.PROGRAMME_MANAGER, scope=Scope.MUNICIPALITY)]
"""Who may freeze a baseline anew."""

Reporter = Annotated[
    Caller, allow_each({Role.SOURCE: Scope.OWN, Role.OPERATOR: Scope.MUNICIPALITY})
]
"""A source reports its own transactions: its token's subject is its name. An operator, anyone's."""
