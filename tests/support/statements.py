"""How many statements an answer costs."""

from sqlalchemy import event

from shared.web.access import Role
from tests.support.service_api import ServiceApi


async def count(api: ServiceApi, path: str) -> int:
    """The statements of one answer."""
    token = api.token(Role.PROGRAMME_MANAGER)
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    engine = api.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        answer = await api.client.get(path, headers={"Authorization": f"Bearer {token}"})
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert answer.status_code == 200, (path, answer.text[:300])
    return len(sent)
