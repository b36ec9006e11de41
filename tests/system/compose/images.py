"""The images of deploy/compose-test, built on root file systems that its `run` has made."""

from pathlib import Path

from tests.system.compose.docker_engine import DockerEngine

ROOT = Path(__file__).parents[3]
RECIPES = ROOT / "deploy" / "compose-test"
NAMES = ("postgres", "rabbitmq", "python", "prometheus")


def build_images(engine: DockerEngine, cache: Path) -> None:
    """Build the four images; what did not change since the last run comes from the engine."""
    for name in NAMES:
        _import_root_file_system(engine, name, cache / f"{name}.tar")
        recipe = RECIPES / name
        # The wheels are too many to copy beside the recipe: there the cache is what it builds from.
        context = cache if name == "python" else recipe
        tag = f"draagvlak-test/{name}"
        engine.run("build", "--tag", tag, "--file", str(recipe / "Dockerfile"), str(context))
    engine.run("image", "prune", "--force")


def _import_root_file_system(engine: DockerEngine, name: str, tarball: Path) -> None:
    """Import the tarball, unless this very one was imported before."""
    made = str(tarball.stat().st_mtime_ns)
    tag = f"draagvlak-test/{name}-root"
    known = engine.run("image", "inspect", "--format", "{{.Comment}}", tag, check=False)
    if known.stdout.strip() != made:
        engine.run("import", "--message", made, "-", tag, stdin=tarball)
