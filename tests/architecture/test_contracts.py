"""The import contracts hold, and each of them would notice: one breach is planted per contract."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import REPOSITORY

pytestmark = pytest.mark.slow

BREACHES = {
    "Floors: a room may use only the rooms below it": (
        "zana/kernel/planted.py",
        "import zana.people.roles\n",
        "zana.kernel.planted -> zana.people.roles",
    ),
    "Inside a room: pages use verbs, verbs use facts, facts use rules": (
        "zana/people/rules.py",
        "import zana.people.models\n",
        "zana.people.rules -> zana.people.models",
    ),
    "Adapters do not know each other": (
        "zana/networks/adapters/x/planted.py",
        "import zana.networks.adapters.facebook\n",
        "zana.networks.adapters.x.planted -> zana.networks.adapters.facebook",
    ),
    "Rules and adapters know no Django": (
        "zana/impact/rules/planted.py",
        "import django.db\n",
        "zana.impact.rules.planted -> django",
    ),
    "Only a lesson and the front door may enter the practice world": (
        "zana/audits/planted.py",
        "import zana.practice\n",
        "zana.audits.planted -> zana.practice",
    ),
    "No circles anywhere": (
        "zana/people/planted.py",
        "import zana.people.roles\n",
        ".roles -> .planted",
    ),
}


def lint(house: Path) -> subprocess.CompletedProcess[str]:
    """Run the linter as `make lint` does, on the tree at `house`."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(command, cwd=house, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture
def copy_of_the_house(tmp_path):
    ignore = shutil.ignore_patterns("__pycache__", "static", "locale", "catalogue", "curriculum", "templates")
    shutil.copytree(REPOSITORY / "zana", tmp_path / "zana", ignore=ignore)
    shutil.copy(REPOSITORY / ".importlinter", tmp_path)
    return tmp_path


def test_all_contracts_are_kept_and_none_is_unproven(copy_of_the_house):
    result = lint(copy_of_the_house)

    assert result.returncode == 0, result.stdout[-3000:]
    assert {line.removesuffix(" KEPT") for line in result.stdout.splitlines() if line.endswith(" KEPT")} == set(
        BREACHES
    )


@pytest.mark.slow
@pytest.mark.parametrize("contract", BREACHES)
def test_a_planted_breach_is_named(copy_of_the_house, contract):
    file, text, offence = BREACHES[contract]
    planted = copy_of_the_house / file
    planted.parent.mkdir(parents=True, exist_ok=True)
    for folder in ("networks/adapters", "networks/adapters/x", "networks/adapters/facebook", "impact/rules"):
        (copy_of_the_house / "zana" / folder).mkdir(parents=True, exist_ok=True)
        (copy_of_the_house / "zana" / folder / "__init__.py").touch()
    planted.write_text(text + (planted.read_text() if planted.exists() else ""))
    if contract == "No circles anywhere":
        roles = copy_of_the_house / "zana/people/roles.py"
        roles.write_text("import zana.people.planted\n" + roles.read_text())

    result = lint(copy_of_the_house)

    assert result.returncode != 0
    assert f"{contract} BROKEN" in result.stdout
    assert offence in result.stdout.partition("Broken contracts")[2]


def test_a_room_nobody_placed_is_noticed(copy_of_the_house):
    (copy_of_the_house / "zana/attic").mkdir()
    (copy_of_the_house / "zana/attic/__init__.py").touch()

    result = lint(copy_of_the_house)

    assert "Floors: a room may use only the rooms below it BROKEN" in result.stdout or "zana.attic" in result.stdout
    assert result.returncode != 0
