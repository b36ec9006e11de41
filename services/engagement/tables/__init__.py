"""The tables of engagement, in its own schema."""

import services.engagement.tables.opinions  # noqa: F401  the metadata knows its tables
from services.engagement.tables.consents import consent
from services.engagement.tables.coverage import (
    coverage,
    group_coverage,
    involvement_reason,
    late_involvement,
    no_return_coverage,
)
from services.engagement.tables.participation import (
    affected,
    affected_group,
    affected_person,
    attendance_code,
    heads_told,
    moment,
    person_told,
)
from services.engagement.tables.planned import (
    milestone,
    milestone_day,
    organisation_group,
    staff,
    subproject,
)
from services.engagement.tables.role_change import (
    needed_training,
    own_role,
    readiness,
    readiness_counted,
    role_profile,
    training_done,
)
from services.engagement.tables.rounds import round_, round_member
from services.engagement.tables.schema import metadata
from shared.messaging.event_log import EventLog
from shared.messaging.inbox import Inbox
from shared.web.idempotency import IdempotencyKeys

event_log = EventLog(metadata)
inbox = Inbox(metadata)
idempotency = IdempotencyKeys(metadata)

__all__ = [
    "affected",
    "affected_group",
    "affected_person",
    "attendance_code",
    "consent",
    "coverage",
    "event_log",
    "group_coverage",
    "heads_told",
    "idempotency",
    "inbox",
    "involvement_reason",
    "late_involvement",
    "metadata",
    "milestone",
    "milestone_day",
    "moment",
    "needed_training",
    "no_return_coverage",
    "organisation_group",
    "own_role",
    "person_told",
    "readiness",
    "readiness_counted",
    "role_profile",
    "round_",
    "round_member",
    "staff",
    "subproject",
    "training_done",
]
