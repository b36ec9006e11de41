"""The public instances: read all, bounded by C9, and some of them solved."""

import pytest

from services.planning.domain.scheduling.check import faults
from services.planning.domain.scheduling.problem import Objective, Status
from services.planning.domain.scheduling.solve import solve
from tests.support.instances import MSPSP, PSPLIB, Instances, least_makespan
from tests.support.shared_data import needs_shared_data

pytestmark = needs_shared_data


@pytest.mark.parametrize("family", [PSPLIB, MSPSP], ids=lambda family: family.name)
def test_no_optimum_is_below_the_bound_of_what_must_be_done(family: Instances) -> None:
    optima = family.optima()
    assert optima
    for name, optimum in optima.items():
        assert least_makespan(family.problem(name)) <= optimum


@pytest.mark.parametrize(
    ("family", "name"),
    [
        (PSPLIB, "j301_1"),
        (PSPLIB, "j301_2"),
        (PSPLIB, "j305_1"),
        (MSPSP, "inst_set1a_sf0.5_nc1.5_n20_m10_00"),
        (MSPSP, "inst_set1a_sf0_nc1.8_n20_m10_00"),
    ],
)
def test_an_instance_is_solved_and_proved(family: Instances, name: str) -> None:
    problem = family.problem(name)
    answer = solve(problem, time_limit=120)
    assert answer.status == Status.OPTIMAL
    assert answer.schedule is not None
    assert faults(problem, answer.schedule) == []
    assert answer.figures[Objective.MAKESPAN] == family.optima()[name]
    assert answer.bounds[Objective.MAKESPAN] >= least_makespan(problem)
