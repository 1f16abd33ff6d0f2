"""Organisations that were looked at before there was a round get theirs."""

from django.db import migrations

from zana.kernel import clock


def give_rounds(apps, schema_editor):
    Audit = apps.get_model("audits", "Audit")
    Round = apps.get_model("audits", "Round")
    using = schema_editor.connection.alias
    looked_at = Audit._base_manager.using(using).order_by().values_list("organisation_id", flat=True).distinct()
    Round._base_manager.using(using).bulk_create(
        [Round(organisation_id=pk, state="due", next_attempt_at=clock.now()) for pk in looked_at]
    )


class Migration(migrations.Migration):
    dependencies = [("audits", "0005_incidents")]

    operations = [migrations.RunPython(give_rounds, migrations.RunPython.noop)]
