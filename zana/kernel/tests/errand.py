"""A kind of work for the tests of the machine: its table exists only while they run, no room owns it."""

from contextlib import contextmanager
from typing import ClassVar

from django.db import connection, models

from zana.kernel.states import Graph
from zana.kernel.work import Lane, Step, Work, claim


class Errand(Work):
    owner = models.CharField(max_length=10, default="a")
    said = models.CharField(max_length=40, default="")

    objects: ClassVar[models.Manager["Errand"]] = models.Manager()

    graph = Graph(
        "errand",
        "due",
        {
            "due": ["out"],
            "out": ["done", "due", "doubtful"],
            "doubtful": ["done", "due"],
            "done": [],
        },
        final={"done"},
    )
    steps: ClassVar[tuple[Step, ...]] = (
        Step("doubtful", works="doubtful", lapses="doubtful"),
        Step("due", works="out", lapses="doubtful"),
    )

    class Meta(Work.Meta):
        app_label = "errands"


def lane(run=lambda lease: lease.settle("done"), owner="owner"):
    return Lane("errands", Errand, run, owner)


def take(errands=None, worker="w1"):
    """Claim a row that must be there."""
    lease = claim(errands or lane(), worker)
    assert lease is not None
    return lease


@contextmanager
def errand_table():
    with connection.schema_editor() as editor:
        editor.create_model(Errand)
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(Errand)
