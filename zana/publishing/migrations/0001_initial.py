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
        ('studio', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=zana.kernel.refs.new_ref, editable=False, max_length=22, unique=True)),
                ('state', models.CharField(editable=False, max_length=20)),
                ('next_attempt_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('lease_until', models.DateTimeField(blank=True, editable=False, null=True)),
                ('leased_by', models.CharField(blank=True, default='', editable=False, max_length=100)),
                ('attempts', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('due_at', models.DateTimeField()),
                ('fingerprint', models.CharField(max_length=64)),
                ('kept_saying', models.JSONField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='networks.account')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('remote_post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='networks.remotepost')),
                ('scheduled_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('variant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='studio.variant')),
            ],
            options={
                'ordering': ['due_at', 'pk'],
                'abstract': False,
                'indexes': [models.Index(fields=['state', 'next_attempt_at'], name='publishing_delivery_due')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('cancelled',)), _negated=True), fields=('variant',), name='variant_goes_out_once')],
            },
        ),
        migrations.CreateModel(
            name='Sending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('asked_at', models.DateTimeField(default=zana.kernel.clock.now)),
                ('ended_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, max_length=10)),
                ('kind', models.CharField(blank=True, max_length=10)),
                ('fingerprint', models.CharField(blank=True, max_length=64)),
                ('promise', models.CharField(blank=True, max_length=500)),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sendings', to='publishing.delivery')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'ordering': ['asked_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=zana.kernel.refs.new_ref, editable=False, max_length=22, unique=True)),
                ('state', models.CharField(default='asked', max_length=20)),
                ('seen', models.JSONField()),
                ('asked_at', models.DateTimeField(default=zana.kernel.clock.now)),
                ('decided_at', models.DateTimeField(null=True)),
                ('note', models.TextField(blank=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('piece', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='studio.piece')),
            ],
            options={
                'ordering': ['-asked_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('piece',), name='one_open_approval')],
            },
        ),
    ]
