"""Which migrations belong into which database."""

import pytest
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from zana.site import keeping
from zana.site.routers import count_missing


@pytest.mark.django_db(databases=["default", "practice"])
def test_the_stage_took_its_own_migrations_and_no_other():
    applied = MigrationRecorder(connections["practice"]).applied_migrations()

    assert {room for room, _ in applied} == {"practice"}
    assert (count_missing("practice"), count_missing("default")) == (0, 0)


@pytest.mark.django_db(databases=["default", "practice"])
@pytest.mark.parametrize(("alias", "room"), [("practice", "practice"), ("default", "studio")])
def test_a_migration_that_is_lacking_is_counted(alias, room):
    [(_, last)] = MigrationExecutor(connections[alias]).loader.graph.leaf_nodes(room)
    MigrationRecorder(connections[alias]).record_unapplied(room, last)

    assert count_missing(alias) == 1


def test_what_a_house_of_before_wrote_down_too_much_is_no_other_version():
    written = ["practice.0001_initial", "people.0001_initial", "auth.0001_initial"]

    assert keeping._own("practice", written) == ["practice.0001_initial"]
    assert keeping._own("default", written) == ["auth.0001_initial", "people.0001_initial"]
