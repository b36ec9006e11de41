"""What people and teams can give, from request to balance."""

from typing import Any

import pytest
from sqlalchemy import text

from services.planning.domain.supply.public_holidays import days_off
from shared.database import transaction
from shared.isoweek import IsoWeek
from shared.web.access import Role
from tests.support.planning_world import TownHall

MANAGER, LEADER = Role.PROGRAMME_MANAGER, Role.TEAM_LEADER


@pytest.fixture
async def counter(town: TownHall) -> str:
    """The expertise that is asked, 100 hours of it in each of four weeks."""
    expertise = await town.expertise("Balie")
    subproject = await town.subproject(await town.programme())
    await town.demand(subproject, expertise, town.weeks(100, 1, 4))
    return expertise


@pytest.fixture
async def anna(town: TownHall, counter: str) -> str:
    """Somebody with 36 hours a week, under consent."""
    await town.consents()
    staff_id = await town.staff(await town.team("Publiekszaken"))
    await town.capacity(staff_id, 36, counter)
    return staff_id


async def supplies(town: TownHall) -> list[float]:
    """What there is of the expertise in each of the four weeks."""
    return [(await town.balance(week))["Balie"]["supply"] for week in range(1, 5)]


def monday(town: TownHall, ahead: int, plus_days: int = 0) -> str:
    week = IsoWeek.parse(town.week(ahead))
    return (week.monday.fromordinal(week.monday.toordinal() + plus_days)).isoformat()


async def test_hours_that_change_later_count_from_their_day(town: TownHall, anna: str) -> None:
    await town.working_hours(
        anna,
        {"fromDate": town.day(-100), "weeklyHours": 36},
        {"fromDate": monday(town, 2), "weeklyHours": 20, "workingDays": [1, 2]},
        {"fromDate": monday(town, 3, 1), "weeklyHours": 36, "projectPercent": 50},
    )
    assert await supplies(town) == [36, 20, 10 + 4 * 3.6, 18]


async def test_leave_counter_duty_and_a_teams_peak_are_not_there_to_give(
    town: TownHall, anna: str
) -> None:
    absences = [
        {"startsOn": monday(town, 1), "endsOn": monday(town, 1, 1), "percent": 50},
        {"startsOn": monday(town, 2), "endsOn": monday(town, 2, 4), "hours": 4},
    ]
    kept = await town.about(anna, "absences", {"absences": absences})
    assert [(each["percent"], each["hours"]) for each in kept["absences"]] == [
        (50, None),
        (None, 4),
    ]
    duty = {"fromWeek": town.week(1), "untilWeek": town.week(3), "weeklyHours": 2}
    await town.about(anna, "counter-duties", {"counterDuties": [duty]})
    assert await supplies(town) == [36 - 7.2 - 2, 36 - 4 - 2, 36 - 2, 36]

    team = f"/teams/{kept['teamId']}"
    peak = {"name": "Verkiezingen", "fromWeek": town.week(4), "untilWeek": town.week(4)}
    body = {"peaks": [peak | {"weeklyHours": 30}]}
    answer = await town.plans("PUT", f"{team}/peaks", body, If_Match='"1"')
    assert answer["peaks"] == body["peaks"]
    await town.plans("PUT", f"{team}/counter-duties", {"counterDuties": [duty]}, If_Match='"2"')
    assert await supplies(town) == [36 - 7.2 - 4, 36 - 4 - 4, 36 - 4, 6]


async def test_what_stays_as_it_was_is_not_written_again(town: TownHall, anna: str) -> None:
    first = {"startsOn": monday(town, 1), "endsOn": monday(town, 1, 1), "percent": 100}
    await town.about(anna, "absences", {"absences": [first]})
    written = await absences_written(town)
    second = {"startsOn": monday(town, 3), "endsOn": monday(town, 3), "percent": 100}
    await town.about(anna, "absences", {"absences": [first, second]})
    assert (await absences_written(town))[0] == written[0]
    await town.about(anna, "absences", {"absences": [first]})
    assert await absences_written(town) == written


async def absences_written(town: TownHall) -> list[tuple[Any, ...]]:
    """The absences, each with the transaction that wrote it."""
    async with transaction(town.api.engine) as connection:
        rows = await connection.execute(
            text("SELECT xmin::text, * FROM planning.staff_absences ORDER BY place")
        )
        return [tuple(row) for row in rows]


async def test_without_consent_a_team_has_counter_duty_and_peaks_too(
    town: TownHall, counter: str
) -> None:
    team = await town.team("Publiekszaken", h30=[counter])
    duty = {"fromWeek": town.week(2), "untilWeek": None, "weeklyHours": 10}
    body = {"counterDuties": [duty]}
    await town.plans("PUT", f"/teams/{team}/counter-duties", body, If_Match="*")
    assert await supplies(town) == [30, 20, 20, 20]


@pytest.mark.parametrize("why", ["reason", "reden", "soort"])
async def test_why_somebody_is_absent_is_refused_with_a_word(
    town: TownHall, anna: str, why: str
) -> None:
    body = {"absences": [{"startsOn": town.day(1), "endsOn": town.day(2), why: "ziek"}]}
    answer = await town.api.ask(MANAGER, "PUT", f"/staff/{anna}/absences", body, If_Match="*")
    assert answer.status_code == 400
    (reason,) = answer.json()["errors"]
    assert "bewaren wij niet" in reason["message"]
    assert "ziek" not in answer.text
    assert await town.count("staff_absences") == 0


async def test_everything_that_cannot_be_is_told_at_once_and_nothing_changes(
    town: TownHall, anna: str, counter: str
) -> None:
    impossible: dict[str, tuple[dict[str, Any], list[str]]] = {
        "working-hours": (
            {
                "workingHours": [
                    {"fromDate": town.day(0), "weeklyHours": 80},
                    {"fromDate": town.day(0), "weeklyHours": 8, "workingDays": [1, 1]},
                ]
            },
            ["impossible-hours", "impossible-days", "day-twice"],
        ),
        "expertises": (
            {
                "expertises": [
                    {"expertiseId": counter, "level": 2, "judgedOn": town.day(1)},
                    {"expertiseId": counter, "level": 1},
                    {"expertiseId": anna, "level": 1},
                ]
            },
            ["judged-ahead", "expertise-twice", "expertise-unknown"],
        ),
        "absences": (
            {
                "absences": [
                    {"startsOn": town.day(2), "endsOn": town.day(1), "hours": 0},
                    {"startsOn": town.day(2), "endsOn": "9999-12-31", "hours": 1},
                ]
            },
            ["ends-before-start", "no-hours", "outside-calendar", "absence-too-long"],
        ),
        "counter-duties": (
            {
                "counterDuties": [
                    {"fromWeek": town.week(2), "untilWeek": town.week(1), "weeklyHours": 0},
                    {"fromWeek": "0001-W01", "untilWeek": "9999-W52", "weeklyHours": 1},
                ]
            },
            ["ends-before-start", "no-hours", "outside-calendar", "outside-calendar"],
        ),
        "deputyships": (
            {"deputyships": [{"focusArea": "Onbekend", "expertiseId": anna}]},
            ["focus-area-unknown", "expertise-unknown"],
        ),
    }
    before = await town.plans("GET", f"/staff/{anna}")
    for what, (body, codes) in impossible.items():
        path = f"/staff/{anna}/{what}"
        answer = await town.api.ask(MANAGER, "PUT", path, body, If_Match="*")
        assert answer.status_code in (400, 409), what
        assert [reason["code"] for reason in answer.json()["errors"]] == codes
    assert await town.plans("GET", f"/staff/{anna}") == before


async def test_a_level_keeps_who_judged_it_when_until_somebody_judges_otherwise(
    town: TownHall, anna: str, counter: str
) -> None:
    member = await town.plans("GET", f"/staff/{anna}")
    path = f"/staff/{anna}/expertises"

    async def judge(leader: str, level: int, **more: str) -> tuple[int, str, str]:
        body = {"expertises": [{"expertiseId": counter, "level": level, **more}]}
        answer = await town.api.ok(
            LEADER, "PUT", path, body, teams=[member["teamId"]], subject=leader, If_Match="*"
        )
        (kept,) = answer["expertises"]
        return kept["level"], kept["judgedOn"], kept["judgedBy"]

    assert await judge("leider-1", 2) == (2, town.day(0), "leider-1")
    assert await judge("leider-2", 2) == (2, town.day(0), "leider-1")
    assert await judge("leider-2", 2, judgedOn=town.day(-5)) == (2, town.day(-5), "leider-2")
    assert await judge("leider-3", 3) == (3, town.day(0), "leider-3")


async def test_only_the_leader_of_the_own_team_says_what_somebody_can_give(
    town: TownHall, anna: str
) -> None:
    other = await town.team("Archief")
    path = f"/staff/{anna}/absences"
    body: dict[str, Any] = {"absences": []}
    assert await town.api.refused(403, LEADER, "PUT", path, body, teams=[other], If_Match="*") == [
        "outside-scope"
    ]
    assert await town.api.refused(412, MANAGER, "PUT", path, body, If_Match='"1"') == [
        "version-changed"
    ]


async def test_somebody_below_the_level_cannot_be_asked_and_does_not_count(
    town: TownHall, anna: str
) -> None:
    data = await town.expertise("Data")
    await town.levels(anna, {data: 1})
    team = (await town.plans("GET", f"/staff/{anna}"))["teamId"]
    subproject = await town.subproject(await town.programme(), "Geboorte")
    demand = await town.demand(subproject, data, town.weeks(10), level=2)
    assert (await town.balance())["Data"]["short"] == 10
    body = {
        "subprojectId": subproject,
        "expertiseId": data,
        "teamId": team,
        "staffId": anna,
        "weeks": town.weeks(10),
    }
    assert await town.api.refused(400, MANAGER, "POST", "/reservations", body) == ["level-too-low"]

    path = f"/subprojects/{subproject}/demands/{demand}"
    same = await town.plans("PUT", path, {"weeks": town.weeks(10)}, If_Match='"1"')
    assert same["level"] == 2
    await town.levels(anna, {data: 2})
    assert (await town.balance())["Data"]["short"] == 0
    await town.plans("POST", "/reservations", body)


async def test_who_no_longer_masters_something_stands_in_for_it_no_longer(
    town: TownHall, anna: str, counter: str
) -> None:
    area = {"focusArea": "Burgerzaken", "expertiseId": counter}
    kept = await town.about(anna, "deputyships", {"deputyships": [area]})
    assert kept["deputyships"] == [area]
    await town.levels(anna, {})
    assert (await town.plans("GET", f"/staff/{anna}"))["deputyships"] == []


async def test_a_holiday_takes_a_day_and_the_municipality_chooses_two_of_them(
    town: TownHall,
) -> None:
    found = await town.plans("GET", "/public-holidays?year=2026")
    assert (found["goodFriday"], found["liberationDay"]) == (False, "lustrum")
    assert "2026-04-03" not in {each["day"] for each in found["holidays"]}
    body = {"goodFriday": True, "liberationDay": "yearly"}
    await town.plans("PUT", "/public-holidays", body, If_Match='"1"')
    assert await town.api.refused(
        412, MANAGER, "PUT", "/public-holidays", body, If_Match='"1"'
    ) == ["version-changed"]
    chosen = await town.plans("GET", "/public-holidays?year=2026")
    assert {"2026-04-03", "2026-05-05"} <= {each["day"] for each in chosen["holidays"]}


async def test_the_balance_follows_the_choice_of_holidays(
    town: TownHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.planning.domain.supply.calendar.days_off", days_off)
    counter = await town.expertise("Balie")
    await town.team("Publiekszaken", h40=[counter])
    subproject = await town.subproject(await town.programme(), endsOn=town.day(700))
    liberation = town.today.replace(year=town.today.year + 1, month=5, day=5)
    week = str(IsoWeek.of(liberation))
    await town.demand(subproject, counter, [{"week": week, "hours": 100}])

    async def supply() -> float:
        (item,) = (await town.plans("GET", "/capacity-balances?weeks=104"))["items"]
        return float(item["weeks"][0]["supply"])

    async def choose(liberation_day: str) -> float:
        body = {"goodFriday": False, "liberationDay": liberation_day}
        await town.plans("PUT", "/public-holidays", body, If_Match="*")
        return await supply()

    works = liberation.isoweekday() <= 5
    assert await choose("never") - await choose("yearly") == (8 if works else 0)
