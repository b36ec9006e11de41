from uuid import UUID

from services.planning.domain.balance.balance import Confirmed, Supply
from services.planning.domain.reservations.occupancy import Occupancy, by_person, by_team

DESIGN, FRONT, BACK, ANN, BOB, PROJECT = (UUID(int=n) for n in range(1, 7))
SUPPLIES = [
    Supply(FRONT, ANN, {DESIGN: 1}, 1200),
    Supply(FRONT, BOB, {DESIGN: 2}, 600),
    Supply(BACK, None, {DESIGN: 1}, 900),
]


def confirmed(team: UUID, staff: UUID | None, minutes: int) -> Confirmed:
    return Confirmed(PROJECT, DESIGN, team, staff, minutes)


def test_people_count_by_their_own_promises_and_teams_by_all_of_theirs() -> None:
    promised = [
        confirmed(FRONT, ANN, 1212),
        confirmed(FRONT, ANN, 300),
        confirmed(FRONT, None, 60),
        confirmed(BACK, None, 450),
    ]
    people, teams = by_person(SUPPLIES, promised), by_team(SUPPLIES, promised)
    assert people == {ANN: Occupancy(1512, 1200), BOB: Occupancy(0, 600)}
    assert teams == {FRONT: Occupancy(1572, 1800), BACK: Occupancy(450, 900)}
    assert [people[ANN].percentage, teams[BACK].percentage] == [126, 50]


def test_a_little_too_much_reads_as_more_than_100() -> None:
    assert Occupancy(1801, 1800).percentage == 101


def test_promises_of_somebody_who_went_to_another_team_count_there() -> None:
    assert by_team(SUPPLIES, [confirmed(BACK, BOB, 60)])[FRONT] == Occupancy(60, 1800)


def test_nothing_available_has_no_percentage_and_nothing_at_all_is_absence() -> None:
    nobody = by_person([], [confirmed(FRONT, ANN, 60)])[ANN]
    assert (nobody.percentage, nobody.is_absent) == (None, False)
    assert Occupancy(0, 0).is_absent
