"""Papers say what is there, and what is there is in the papers."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.urls import reverse

from tests.architecture.tree import REPOSITORY

README, CONTRIBUTING = REPOSITORY / "README.md", REPOSITORY / "CONTRIBUTING.md"
COMMANDS, SETTINGS = REPOSITORY / "docs/commands.md", REPOSITORY / "docs/settings.md"
PAPERS = [README, CONTRIBUTING, REPOSITORY / "CHANGELOG.md", *sorted((REPOSITORY / "docs").rglob("*.md"))]
PATH = re.compile(r"(?<![\w/.<-])((?:zana|tests|docs|scripts|requirements|\.githooks)/[\w./-]*[\w/]|\.importlinter)")
LINK = re.compile(r"\]\(([^)#:]+)\)")
COMMAND = re.compile(r"(?:`|^ {4})(?:\.venv/bin/)?zana ([a-z][a-z-]*)", re.MULTILINE)
SETTING = re.compile(r"\bZANA_[A-Z_]*[A-Z]\b")


def named(pattern: re.Pattern[str], *papers: Path) -> set[str]:
    return {found for paper in papers for found in pattern.findall(paper.read_text())}


def our_commands() -> set[str]:
    return {name.replace("_", "-") for name, room in get_commands().items() if str(room).startswith("zana.")}


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_paths_in_papers_exist(paper):
    near = {path for path in named(LINK, paper) if not (paper.parent / path).exists()}
    far = {path for path in named(PATH, paper) if not (REPOSITORY / path).exists()}

    assert (near, far) == (set(), set())


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_commands_in_papers_exist(paper):
    known = {name.replace("_", "-") for name in get_commands()}

    assert named(COMMAND, paper) - known == set()


def test_every_command_has_its_part_and_every_part_its_command():
    parts = re.findall(r"^### zana ([a-z-]+)$", COMMANDS.read_text(), re.MULTILINE)

    assert sorted(parts) == sorted(our_commands())


def test_every_command_shows_an_example():
    parts = re.split(r"^### zana ", COMMANDS.read_text(), flags=re.MULTILINE)[1:]

    bare = [part.splitlines()[0] for part in parts if f"    zana {part.splitlines()[0]}" not in part]
    assert bare == []


def test_every_setting_is_explained_and_every_explained_one_exists():
    source = (REPOSITORY / "zana/site/settings.py").read_text()
    read = set(re.findall(r'_(?:text|number|yes|words|kept)\(\s*"(ZANA_\w+)"', source))

    assert set(re.findall(r"^(ZANA_\w+) = ", source, re.MULTILINE)) == read
    assert named(SETTING, SETTINGS) == read


def test_settings_named_elsewhere_are_read_somewhere():
    tracked = [REPOSITORY / "scripts", REPOSITORY / "tests", REPOSITORY / "zana"]
    files = [path for folder in tracked for kind in ("*.py", "*.sh") for path in folder.rglob(kind)]
    read = named(SETTING, *(path for path in files if path.name != Path(__file__).name))

    assert named(SETTING, *PAPERS) - read == set()


def test_every_word_of_make_is_told():
    words = set(re.findall(r"^([a-z-]+):.*##", (REPOSITORY / "Makefile").read_text(), re.MULTILINE))

    assert named(re.compile(r"make ([a-z-]+)`"), CONTRIBUTING) == words
    assert named(re.compile(r"(?:`|^ {4})make ([a-z-]+)", re.MULTILINE), *PAPERS) - words == set()


def test_the_return_address_of_a_network_is_the_one_we_answer():
    address = re.compile(r"(?:example|BASE_URL>)(/connect/[a-z/]+)")

    assert [named(address, paper) for paper in (README, SETTINGS)] == [{reverse("networks:returned")}] * 2


def test_the_picture_is_light():
    pictures = sorted((REPOSITORY / "docs/pictures").iterdir())

    assert [path.name for path in pictures if path.stat().st_size > 120_000] == []
    assert {path.name for path in pictures} == {Path(link).name for link in named(LINK, README) if "pictures" in link}


def test_the_licence_stands_where_it_is_looked_for():
    assert 'license = "AGPL-3.0-or-later"' in (REPOSITORY / "pyproject.toml").read_text()
    assert "AGPL-3.0-or-later" in README.read_text()


def test_the_hook_of_git_is_a_program():
    hook = REPOSITORY / ".githooks/pre-commit"

    assert hook.stat().st_mode & 0o111 == 0o111
    assert subprocess.run(["sh", "-n", str(hook)], check=False).returncode == 0
