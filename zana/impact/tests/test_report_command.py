import json
from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from zana.impact.models import Report
from zana.kernel import clock
from zana.kernel.tests.pdf import pdf_text

pytestmark = pytest.mark.slow


def run(capsys, *arguments):
    with clock.frozen(datetime(2026, 6, 20, 10, tzinfo=UTC)):
        call_command("report", *arguments)
    return capsys.readouterr()


def test_the_command_writes_a_pdf_and_tells_where(cohort, tmp_path, capsys):
    out = tmp_path / "report.pdf"

    said = run(capsys, "voices", "--out", str(out))

    assert said.out == ""
    assert said.err.strip() == f"Version 1 is in {out}."
    assert "900 at the beginning (+20 %)" in pdf_text(out.read_bytes())
    assert Report.objects.get().made_by is None


def test_the_command_answers_machines_with_one_object(cohort, tmp_path, capsys):
    said = run(capsys, "voices", "--out", str(tmp_path / "report.pdf"), "--json")

    answer = json.loads(said.out)
    report = Report.objects.get()
    assert (answer["version"], answer["sha256"], answer["numbers"]) == (1, report.sha256, report.snapshot["numbers"])
    assert answer["words"]["posts"] == "Posts published: 9"


@pytest.mark.parametrize(
    ("programme", "out", "words"),
    [
        ("nothing", "report.pdf", "There is no programme called nothing."),
        ("voices", "missing/report.pdf", "There is no folder {folder}/missing."),
    ],
)
def test_the_command_refuses_in_words_and_makes_nothing(cohort, tmp_path, capsys, programme, out, words):
    with pytest.raises(SystemExit) as end:
        call_command("report", programme, "--out", str(tmp_path / out), "--json")

    assert end.value.code == 1
    assert json.loads(capsys.readouterr().out) == {"refused": words.format(folder=tmp_path)}
    assert Report.objects.count() == 0
