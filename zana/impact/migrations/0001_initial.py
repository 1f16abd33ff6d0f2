import django.db.models.deletion
import zana.kernel.clock
import zana.kernel.refs
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('networks', '0001_initial'),
        ('people', '0001_initial'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Import',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=zana.kernel.refs.new_ref, editable=False, max_length=22, unique=True)),
                ('form', models.CharField(max_length=40)),
                ('file_name', models.CharField(blank=True, max_length=200)),
                ('made_at', models.DateTimeField(default=zana.kernel.clock.now)),
                ('rows_read', models.PositiveIntegerField()),
                ('stored', models.PositiveIntegerField()),
                ('unchanged', models.PositiveIntegerField()),
                ('faults', models.JSONField(default=list)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='networks.source')),
            ],
            options={
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=zana.kernel.refs.new_ref, editable=False, max_length=22, unique=True)),
                ('version', models.PositiveIntegerField()),
                ('snapshot', models.JSONField()),
                ('evidence', models.JSONField()),
                ('sha256', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField(default=zana.kernel.clock.now)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.programme')),
            ],
            options={
                'ordering': ['programme', '-version'],
                'constraints': [models.UniqueConstraint(fields=('programme', 'version'), name='report_version_once_in_programme')],
            },
        ),
    ]
