"""A process of its own for the tests of claiming: `fill N`, `work`, `report`. Prints one JSON value."""

import json
import os
import sys
import threading
from collections.abc import Callable

import django


def fill(rows: str) -> int:
    from django.db import connection

    from zana.kernel import clock
    from zana.kernel.tests.errand import Errand

    with connection.schema_editor() as editor:
        editor.create_model(Errand)
    due = clock.now()
    made = Errand.objects.bulk_create(
        Errand(owner=f"o{n % 5}", state="due", next_attempt_at=due) for n in range(int(rows))
    )
    return len(made)


def work() -> list[int]:
    from django.db import connections

    from zana.kernel.tests.errand import lane
    from zana.kernel.work import run_next

    worked: list[int] = []

    def run(lease):
        worked.append(lease.pk)
        lease.settle("done", said=lease.token[:40])

    errands = lane(run)

    def loop():
        empty = 0
        while empty < 3:
            empty = 0 if run_next(errands, threading.current_thread().name) else empty + 1
        connections.close_all()

    threads = [threading.Thread(target=loop) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return worked


def report() -> dict[str, int]:
    from django.db import connection
    from django.db.models import Count

    from zana.kernel.tests.errand import Errand

    seen = {f"{s}:{a}": n for s, a, n in Errand.objects.values_list("state", "attempts").annotate(n=Count("pk"))}
    with connection.schema_editor() as editor:
        editor.delete_model(Errand)
    return seen


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zana.site.settings")
    django.setup()
    verbs: dict[str, Callable[..., object]] = {"fill": fill, "work": work, "report": report}
    sys.stdout.write(json.dumps(verbs[sys.argv[1]](*sys.argv[2:])))
