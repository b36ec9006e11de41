"""docs/demo.md tells the true effects as they are declared."""

from pathlib import Path

from deploy.demo.municipality import load_municipality

PAGE = Path(__file__).parents[3] / "docs" / "demo.md"


def test_the_page_has_every_true_effect_and_no_other() -> None:
    declared = {
        f"| {name} | {effect.milestone} | "
        + ", ".join(f"{channel} {share:.0%}" for channel, share in effect.to_web.items())
        + f" | {effect.ramp} weeks |"
        for name, product in load_municipality().products.items()
        for effect in product.effects
    }
    rows = {
        line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.endswith("weeks |")
    }

    assert rows == declared
