"""Work goes through the stack, and survives what the manual says that it survives."""

import json

from tests.support.waiting import until
from tests.system.compose.manual import commands
from tests.system.compose.municipality import ProgrammeManager
from tests.system.compose.stack import Stack


def waiting(stack: Stack, queue: str) -> int:
    """How many messages the broker holds in a queue."""
    list_queues = "rabbitmqctl --quiet list_queues --vhost draagvlak name messages --formatter json"
    queues = json.loads(stack.shell(f"docker compose exec -T rabbitmq {list_queues}"))
    return next(int(found["messages"]) for found in queues if found["name"] == queue)


async def test_what_is_planned_in_one_container_is_known_in_another(stack: Stack) -> None:
    manager = ProgrammeManager(stack)

    subproject_id = manager.plan_subproject("Verhuizen via internet")

    await until(lambda: manager.knows("engagement", subproject_id), 30)


async def test_events_that_the_broker_lost_are_told_again_by_replay(stack: Stack) -> None:
    manager = ProgrammeManager(stack)
    stack.shell("docker compose stop engagement")
    subproject_id = manager.plan_subproject("Uittreksels via internet")
    await until(lambda: waiting(stack, "engagement.planning") > 0, 30)
    stack.shell("docker compose rm --stop --force rabbitmq && docker volume rm draagvlak_rabbitmq")
    stack.shell("docker compose up --detach")
    await until(lambda: stack.healthy("planning") and stack.healthy("engagement"), 90)
    assert not manager.knows("engagement", subproject_id)

    stack.shell(commands()["Replay"])

    await until(lambda: manager.knows("engagement", subproject_id), 30)


async def test_a_new_server_is_restored_from_the_backup(stack: Stack) -> None:
    manager = ProgrammeManager(stack)
    subproject_id = manager.plan_subproject("Afspraken via internet")
    await until(lambda: manager.knows("engagement", subproject_id), 30)
    stack.shell(commands()["Back up"])
    after_backup = manager.plan_subproject("Te laat voor de reservekopie")
    stack.down()

    stack.shell(commands()["Restore"])
    stack.shell(commands()["Replay"])

    assert manager.knows("planning", subproject_id)
    assert manager.knows("engagement", subproject_id)
    assert not manager.knows("planning", after_backup)
    later = manager.plan_subproject("Na het terugzetten")
    await until(lambda: manager.knows("engagement", later), 30)
