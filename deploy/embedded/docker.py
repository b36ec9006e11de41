"""PostgreSQL and RabbitMQ in containers; testcontainers removes them, whatever happens to us."""

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager

import docker
from docker.errors import DockerException, ImageNotFound
from testcontainers.core.config import testcontainers_config
from testcontainers.core.container import DockerContainer

from deploy.addresses import AdminAddresses
from deploy.embedded.errors import ServerFailed
from deploy.embedded.management import listener_is_up
from deploy.embedded.progress import Progress

POSTGRES_IMAGE = "postgres:17.12"
RABBITMQ_IMAGE = "rabbitmq:4.2.9-management"
_IMAGES = (POSTGRES_IMAGE, RABBITMQ_IMAGE)

_ANSWER_TIMEOUT = 3
_PULL_TIMEOUT = 120
_START_TIMEOUT = 120.0
_POSTGRES_PORT, _AMQP_PORT, _API_PORT = 5432, 5672, 15672


def images_can_be_had(progress: Progress) -> bool:
    """Whether an engine answers soon, and has or can pull the images; tells when it cannot."""
    try:
        with closing(docker.from_env(timeout=_ANSWER_TIMEOUT)) as client:
            client.ping()
    except (DockerException, OSError):
        return False
    reaper = () if testcontainers_config.ryuk_disabled else (testcontainers_config.ryuk_image,)
    with closing(docker.from_env(timeout=_PULL_TIMEOUT)) as client:
        return all(_has(client, image, progress) for image in (*_IMAGES, *reaper))


@contextmanager
def docker_servers(*, durable: bool, progress: Progress) -> Iterator[AdminAddresses]:
    """Start both on ports that Docker picks; remove them and their data at the end."""
    password = secrets.token_urlsafe(24)
    postgres = (
        DockerContainer(POSTGRES_IMAGE, env={"POSTGRES_PASSWORD": password})
        .with_command(f"postgres -c max_connections=200 -c fsync={'on' if durable else 'off'}")
        .with_exposed_ports(_POSTGRES_PORT)
    )
    rabbitmq = DockerContainer(
        RABBITMQ_IMAGE,
        env={"RABBITMQ_DEFAULT_USER": "administrator", "RABBITMQ_DEFAULT_PASS": password},
    ).with_exposed_ports(_AMQP_PORT, _API_PORT)
    progress("PostgreSQL en RabbitMQ starten in Docker…")
    with ExitStack() as stack:
        for container in (rabbitmq, postgres):
            stack.enter_context(container)
        database = f"{_at(postgres, _POSTGRES_PORT)}/postgres"
        api_url = f"http://administrator:{password}@{_at(rabbitmq, _API_PORT)}"
        # Over TCP: the image's first start initialises a server that listens on a socket alone.
        check = ["pg_isready", "--host=127.0.0.1"]
        _wait("PostgreSQL", lambda: postgres.exec(check).exit_code == 0)
        _wait("RabbitMQ", lambda: listener_is_up(api_url, _AMQP_PORT))
        progress("PostgreSQL en RabbitMQ zijn klaar.")
        yield AdminAddresses(
            postgres_url=f"postgresql://postgres:{password}@{database}",
            rabbitmq_url=f"amqp://administrator:{password}@{_at(rabbitmq, _AMQP_PORT)}/",
            rabbitmq_api_url=api_url,
        )


def _has(client: docker.DockerClient, image: str, progress: Progress) -> bool:
    try:
        client.images.get(image)
    except ImageNotFound:
        progress(f"Docker-image {image} ophalen (eenmalig)…")
        try:
            client.images.pull(image)
        except (DockerException, OSError):
            progress("Docker is er, maar dat image is niet op te halen: verder zonder Docker.")
            return False
    return True


def _at(container: DockerContainer, port: int) -> str:
    return f"{container.get_container_host_ip()}:{container.get_exposed_port(port)}"


def _wait(name: str, ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _START_TIMEOUT
    while not ready():
        if time.monotonic() > deadline:
            raise ServerFailed(
                f"{name} was na {_START_TIMEOUT:.0f} seconden nog niet klaar in Docker."
            )
        time.sleep(0.2)
