"""One event of every type, told as the year of a fictional municipality."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from shared.contracts.channels import Channel
from shared.contracts.engagement_v1 import (
    BarrierDetected,
    BarrierEvidence,
    ConsentRecorded,
    ConsentScope,
    ConsentWithdrawn,
    Coverage,
    CoverageUpdated,
    InvolvementLate,
    Stage,
)
from shared.contracts.envelope import EventData
from shared.contracts.metrics_v1 import (
    Completeness,
    CounterHoursRelieved,
    HoursParts,
    PeriodCompleted,
    PeriodCorrected,
    PeriodFigures,
    Ratio,
    SourceRecovered,
    SourceStale,
)
from shared.contracts.planning_v1 import (
    AffectedProduct,
    FirstMoment,
    FunctionGroup,
    MilestoneCancelled,
    MilestoneKind,
    MilestoneMoved,
    MilestonePlanned,
    MilestoneReached,
    OrganisationUpdated,
    ProductTeam,
    ProgrammeCompleted,
    ProgrammeRetargeted,
    ProgrammeStarted,
    ReservationConfirmed,
    ReservationDeclined,
    ReservationProposed,
    ReservationReleased,
    ReservationRequested,
    ReservationWaitlisted,
    ReservationWithdrawn,
    ReservedWeek,
    StaffChanged,
    StaffJoined,
    StaffLeft,
    SubprojectCancelled,
    SubprojectCompleted,
    SubprojectPaused,
    SubprojectPlanned,
    SubprojectRescheduled,
    SubprojectResumed,
    SubprojectStarted,
    Team,
    UptakeTarget,
)
from shared.contracts.publication.opinion import opinion_events
from shared.contracts.publication.outlook import outlook_events
from shared.contracts.publication.sample_ids import sample_id
from shared.contracts.source_v1 import TransactionRow, TransactionsRecorded

_PROGRAMME = sample_id("programme")
_MOVING = sample_id("subproject verhuizen")
_PASSPORTS = sample_id("subproject reisdocumenten")
_DECISION = sample_id("milestone decision")
_GO_LIVE = sample_id("milestone go-live")
_TRAINING = sample_id("milestone training")
_COUNTER = sample_id("team balie")
_PHONE = sample_id("team telefoon")
_CLERK = sample_id("function group medewerker burgerzaken")
_PROCESS = sample_id("expertise procesontwerp")
_STAFF = sample_id("staff")
_CONSENT = sample_id("consent")
_ROUND = sample_id("round")
_MOVES_ONLINE = (AffectedProduct(product="verhuismelding", channels=(Channel.WEB, Channel.BALIE)),)


def _weeks(first: int, count: int) -> tuple[str, ...]:
    return tuple(f"2026-W{week:02d}" for week in range(first, first + count))


def _programme() -> Iterator[EventData]:
    target = UptakeTarget(
        product="verhuismelding",
        from_date=date(2026, 1, 1),
        from_share=0.46,
        to_date=date(2026, 12, 31),
        to_share=0.75,
    )
    yield OrganisationUpdated(
        teams=(
            Team(team_id=_COUNTER, name="Team Balie", headcount=14),
            Team(team_id=_PHONE, name="Team Telefonie", headcount=11),
        ),
        function_groups=(
            FunctionGroup(function_group_id=_CLERK, name="Medewerker burgerzaken", headcount=21),
        ),
        product_teams=(ProductTeam(product="verhuismelding", team_id=_COUNTER),),
    )
    yield ProgrammeStarted(
        programme_id=_PROGRAMME,
        name="Burgerzaken online",
        starts_on=date(2026, 1, 5),
        ends_on=date(2026, 12, 18),
        targets=(target,),
    )
    yield ProgrammeRetargeted(
        programme_id=_PROGRAMME, targets=(target.model_copy(update={"to_share": 0.7}),)
    )


def _subprojects() -> Iterator[EventData]:
    yield SubprojectPlanned(
        subproject_id=_PASSPORTS,
        programme_id=_PROGRAMME,
        name="Reisdocumenten thuisbezorgd",
        focus_area="Reisdocumenten",
        starts_on=date(2026, 5, 4),
        ends_on=date(2026, 9, 25),
        first_moment=FirstMoment.DECISION,
        depends_on=(_MOVING,),
    )
    yield SubprojectRescheduled(
        subproject_id=_MOVING,
        starts_on=date(2026, 2, 9),
        ends_on=date(2026, 6, 26),
        reason="De leverancier levert twee weken later.",
    )
    yield SubprojectStarted(subproject_id=_MOVING, started_on=date(2026, 2, 9))
    yield SubprojectPaused(subproject_id=_MOVING, reason="De balie verhuist in deze weken.")
    yield SubprojectResumed(subproject_id=_MOVING)
    yield SubprojectCompleted(subproject_id=_MOVING, completed_on=date(2026, 6, 26))
    yield SubprojectCancelled(
        subproject_id=_PASSPORTS, reason="De landelijke voorziening komt later."
    )


def _milestones() -> Iterator[EventData]:
    yield MilestonePlanned(
        milestone_id=_GO_LIVE,
        subproject_id=_MOVING,
        kind=MilestoneKind.GO_LIVE,
        name="Verhuizing doorgeven online",
        due_on=date(2026, 4, 1),
        affects=_MOVES_ONLINE,
    )
    yield MilestoneMoved(
        milestone_id=_GO_LIVE,
        subproject_id=_MOVING,
        due_on=date(2026, 4, 15),
        reason="De training is een week later.",
    )
    yield MilestoneReached(
        milestone_id=_GO_LIVE,
        subproject_id=_MOVING,
        kind=MilestoneKind.GO_LIVE,
        reached_on=date(2026, 4, 15),
        affects=_MOVES_ONLINE,
    )
    yield MilestoneCancelled(
        milestone_id=_TRAINING,
        subproject_id=_PASSPORTS,
        reason="Het deelproject gaat niet door.",
    )


def _involvement() -> Iterator[EventData]:
    yield ConsentRecorded(
        consent_id=_CONSENT,
        decision_reference="OR 2026-03",
        decided_on=date(2026, 1, 20),
        valid_until=date(2027, 1, 19),
        scope=(ConsentScope.PERSON_LEVEL_CAPACITY, ConsentScope.PERSON_LEVEL_PARTICIPATION),
    )
    yield InvolvementLate(
        milestone_id=_DECISION,
        subproject_id=_MOVING,
        due_on=date(2026, 2, 6),
        norm=0.8,
        coverage=Coverage(numerator=9, denominator=21, median_lead_days=12, joiners_after_t0=0),
        reason="De leverancier wacht op de keuze; het team praat over de invoering nog mee.",
    )
    yield CoverageUpdated(
        subproject_id=_MOVING,
        t0=date(2026, 2, 9),
        frozen=True,
        coverage=Coverage(numerator=18, denominator=21, median_lead_days=9.5, joiners_after_t0=2),
    )
    yield from opinion_events(_MOVING, _CLERK, _ROUND)
    yield BarrierDetected(
        barrier_id=sample_id("barrier"),
        subproject_id=_MOVING,
        function_group_id=_CLERK,
        stage=Stage.KNOWING,
        evidence=BarrierEvidence(round_id=_ROUND, share=0.44, answers=18),
    )
    yield ConsentWithdrawn(
        consent_id=_CONSENT,
        withdrawn_on=date(2026, 10, 1),
        scope=(ConsentScope.PERSON_LEVEL_CAPACITY, ConsentScope.PERSON_LEVEL_PARTICIPATION),
        reason="De raad wil eerst de uitkomsten bespreken.",
    )


def _reservations() -> Iterator[EventData]:
    yield StaffJoined(
        staff_id=_STAFF, team_id=_COUNTER, function_group_id=_CLERK, joined_on=date(2026, 1, 1)
    )
    yield StaffChanged(
        staff_id=_STAFF, team_id=_PHONE, function_group_id=_CLERK, changed_on=date(2026, 6, 1)
    )
    yield StaffLeft(staff_id=_STAFF, left_on=date(2026, 12, 1))
    first, second, third, fourth = (sample_id(f"reservation {number}") for number in range(1, 5))
    yield ReservationRequested(
        reservation_id=first,
        subproject_id=_MOVING,
        expertise_id=_PROCESS,
        team_id=_COUNTER,
        weeks=tuple(ReservedWeek(week=week, hours=8) for week in _weeks(8, 3)),
    )
    yield ReservationWaitlisted(
        reservation_id=first, subproject_id=_MOVING, reason="In week 9 is iedereen al ingezet."
    )
    yield ReservationProposed(
        reservation_id=first,
        subproject_id=_MOVING,
        weeks=tuple(ReservedWeek(week=week, hours=6) for week in _weeks(8, 3)),
        reason="Zes uur per week past wel.",
    )
    yield ReservationConfirmed(reservation_id=first, subproject_id=_MOVING, reason="Akkoord.")
    yield ReservationDeclined(
        reservation_id=second, subproject_id=_MOVING, reason="De balie is dan vol bezet nodig."
    )
    yield ReservationWithdrawn(
        reservation_id=fourth, subproject_id=_MOVING, reason="De leverancier doet dit zelf."
    )
    yield ReservationReleased(
        reservation_id=third, subproject_id=_PASSPORTS, reason="Het deelproject gaat niet door."
    )


def _figures(digital: int, assisted: int, completed: int) -> PeriodFigures:
    def ratio(numerator: int) -> Ratio:
        return Ratio(
            definition="M1",
            numerator=numerator,
            denominator=completed,
            value=round(numerator / completed, 4),
        )

    return PeriodFigures(
        uptake=ratio(digital), uptake_with_assisted=ratio(digital + assisted), target=0.53
    )


def _measurements() -> Iterator[EventData]:
    march = {"starts_on": date(2026, 3, 1), "ends_on": date(2026, 3, 31)}
    yield TransactionsRecorded(
        source="zaaksysteem",
        rows=(
            TransactionRow(
                product="verhuismelding", channel=Channel.WEB, period="2026-03", completed=612
            ),
            TransactionRow(
                product="verhuismelding",
                channel=Channel.WEB,
                period="2026-03",
                completed=41,
                assisted=True,
            ),
            TransactionRow(
                product="verhuismelding", channel=Channel.BALIE, period="2026-03", completed=507
            ),
            TransactionRow(
                product="brpUittr", channel=Channel.TELEFOON, period="2026-03", completed=None
            ),
        ),
    )
    yield PeriodCompleted(
        product="verhuismelding", period="2026-03", figures=_figures(612, 41, 1160), **march
    )
    yield PeriodCorrected(
        product="verhuismelding",
        period="2026-03",
        figures=_figures(612, 41, 1154),
        revision=1,
        reason="Zes meldingen aan de balie waren dubbel geteld.",
        **march,
    )
    yield CounterHoursRelieved(
        team_id=_COUNTER,
        week="2026-W20",
        baseline="nulmeting 2025",
        p10=8.5,
        p50=11.25,
        p90=14,
        parts=HoursParts(volume=-3.5, channel=-9.75, minutes=-1.5),
        completeness=Completeness.COMPLETE,
    )
    yield SourceStale(
        source="zaaksysteem",
        last_delivery_at=datetime(2026, 5, 18, 4, 0, tzinfo=UTC),
        norm_days=8,
    )
    yield SourceRecovered(
        source="zaaksysteem", delivered_at=datetime(2026, 5, 28, 4, 0, tzinfo=UTC)
    )


def sample_events() -> Iterator[EventData]:
    """One event of every type, in the order of the story."""
    yield from _programme()
    yield from _subprojects()
    yield from _milestones()
    yield from outlook_events()
    yield from _involvement()
    yield from _reservations()
    yield from _measurements()
    yield ProgrammeCompleted(programme_id=_PROGRAMME, completed_on=date(2026, 12, 18))
