import django.db.models.deletion
import zana.kernel.clock
import zana.kernel.crypto
import zana.kernel.refs
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=zana.kernel.refs.new_ref, editable=False, max_length=22, unique=True)),
                ('network', models.CharField(max_length=30)),
                ('remote_id', models.CharField(blank=True, max_length=80)),
                ('handle', models.CharField(blank=True, max_length=120)),
                ('name', models.CharField(max_length=200)),
                ('url', models.URLField(blank=True, max_length=500)),
                ('api_base', models.CharField(blank=True, max_length=300)),
                ('by_hand', models.BooleanField(default=False)),
                ('state', models.CharField(default='connected', max_length=20)),
                ('trouble', models.JSONField(blank=True, null=True)),
                ('connected_at', models.DateTimeField(default=zana.kernel.clock.now)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('connected_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'ordering': ['network', 'name', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('remote_id', ''), _negated=True), fields=('organisation', 'network', 'api_base', 'remote_id'), name='account_once_in_organisation')],
            },
        ),
        migrations.CreateModel(
            name='Budget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('network', models.CharField(max_length=30)),
                ('practice', models.BooleanField(default=False)),
                ('ceiling', models.DecimalField(decimal_places=2, default=Decimal('5.00'), max_digits=8)),
                ('warned_month', models.DateField(null=True)),
                ('agreed_at', models.DateTimeField(null=True)),
                ('agreed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'network', 'practice'), name='budget_once'), models.CheckConstraint(condition=models.Q(('ceiling__gte', 0)), name='ceiling_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=zana.kernel.refs.new_ref, editable=False, max_length=22, unique=True)),
                ('network', models.CharField(max_length=30)),
                ('practice', models.BooleanField(default=False)),
                ('verifier', zana.kernel.crypto.SealedTextField()),
                ('found', zana.kernel.crypto.SealedTextField(blank=True, default='')),
                ('expires_at', models.DateTimeField()),
                ('returned_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='networks.account')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProfilePicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=zana.kernel.refs.new_ref, editable=False, max_length=22, unique=True)),
                ('sha256', models.CharField(max_length=64)),
                ('small', models.BinaryField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'sha256'), name='profile_picture_once')],
            },
        ),
        migrations.CreateModel(
            name='ProfileSnapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('taken_at', models.DateTimeField(default=zana.kernel.clock.now)),
                ('by_hand', models.BooleanField(default=False)),
                ('name', models.CharField(max_length=200)),
                ('handle', models.CharField(blank=True, max_length=120)),
                ('bio', models.TextField(blank=True, null=True)),
                ('link', models.CharField(blank=True, max_length=500, null=True)),
                ('picture_url', models.CharField(blank=True, max_length=1000, null=True)),
                ('picture_sha256', models.CharField(blank=True, max_length=64, null=True)),
                ('cover_url', models.CharField(blank=True, max_length=1000, null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='snapshots', to='networks.account')),
                ('cover', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='networks.profilepicture')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('picture', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='networks.profilepicture')),
            ],
            options={
                'ordering': ['-taken_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='RemotePost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=zana.kernel.refs.new_ref, editable=False, max_length=22, unique=True)),
                ('remote_id', models.CharField(blank=True, max_length=120, null=True)),
                ('url', models.URLField(blank=True, max_length=500)),
                ('text', models.TextField(blank=True)),
                ('published_at', models.DateTimeField(default=zana.kernel.clock.now)),
                ('seen_via', models.CharField(default='api', max_length=20)),
                ('gone_at', models.DateTimeField(blank=True, null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='networks.account')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'ordering': ['-published_at', '-pk'],
                'indexes': [models.Index(fields=['account', '-published_at'], name='posts_of_account')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('remote_id__isnull', False)), fields=('account', 'remote_id'), name='remote_post_once')],
            },
        ),
        migrations.CreateModel(
            name='Signal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=zana.kernel.refs.new_ref, editable=False, max_length=22, unique=True)),
                ('network', models.CharField(max_length=30)),
                ('kind', models.CharField(max_length=60)),
                ('key', models.CharField(max_length=200)),
                ('occurred_at', models.DateTimeField()),
                ('received_at', models.DateTimeField(default=zana.kernel.clock.now)),
                ('late', models.BooleanField(default=False)),
                ('raw', zana.kernel.crypto.SealedTextField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signals', to='networks.account')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'ordering': ['occurred_at', 'pk'],
                'indexes': [models.Index(fields=['account', 'occurred_at'], name='signals_of_account')],
                'constraints': [models.UniqueConstraint(fields=('account', 'key'), name='signal_once')],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10)),
                ('taken_at', models.DateTimeField(default=zana.kernel.clock.now)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('file_sha256', models.CharField(blank=True, max_length=64)),
                ('row_count', models.PositiveIntegerField(blank=True, null=True)),
                ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='networks.account')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'ordering': ['-taken_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_row', models.PositiveIntegerField(blank=True, null=True)),
                ('metric', models.CharField(max_length=40)),
                ('value', models.BigIntegerField()),
                ('period_start', models.DateField(blank=True, null=True)),
                ('period_end', models.DateField(blank=True, null=True)),
                ('taken_at', models.DateTimeField(default=zana.kernel.clock.now)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='networks.account')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('remote_post', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='networks.remotepost')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='networks.source')),
            ],
            options={
                'ordering': ['taken_at', 'pk'],
                'indexes': [models.Index(fields=['account', 'metric', 'taken_at'], name='readings_of_account'), models.Index(fields=['remote_post', 'metric'], name='readings_of_post')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('period_end', None), ('period_start', None)), ('period_end__gte', models.F('period_start')), _connector='OR'), name='reading_period_is_a_period')],
            },
        ),
        migrations.CreateModel(
            name='Spend',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80)),
                ('month', models.DateField()),
                ('dollars', models.DecimalField(decimal_places=3, max_digits=8)),
                ('counted_at', models.DateTimeField(default=zana.kernel.clock.now)),
                ('returned_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='networks.account')),
                ('budget', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='spends', to='networks.budget')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'ordering': ['-counted_at', '-pk'],
                'indexes': [models.Index(fields=['budget', 'month'], name='spends_of_month')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='spend_once')],
            },
        ),
        migrations.CreateModel(
            name='Token',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('access', zana.kernel.crypto.SealedTextField()),
                ('refresh', zana.kernel.crypto.SealedTextField(blank=True, default='')),
                ('expires_at', models.DateTimeField(blank=True, null=True)),
                ('scopes', models.JSONField(default=list)),
                ('version', models.PositiveIntegerField(default=1)),
                ('renewing_until', models.DateTimeField(blank=True, null=True)),
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='token', to='networks.account')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Upkeep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(editable=False, max_length=20)),
                ('next_attempt_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('lease_until', models.DateTimeField(blank=True, editable=False, null=True)),
                ('leased_by', models.CharField(blank=True, default='', editable=False, max_length=100)),
                ('attempts', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('failures', models.PositiveSmallIntegerField(default=0)),
                ('warned_days', models.PositiveSmallIntegerField(null=True)),
                ('looked_at', models.DateTimeField(null=True)),
                ('hears_since', models.DateTimeField(null=True)),
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='upkeep', to='networks.account')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['state', 'next_attempt_at'], name='networks_upkeep_due')],
            },
        ),
        migrations.CreateModel(
            name='Watch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(editable=False, max_length=20)),
                ('next_attempt_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('lease_until', models.DateTimeField(blank=True, editable=False, null=True)),
                ('leased_by', models.CharField(blank=True, default='', editable=False, max_length=100)),
                ('attempts', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('failures', models.PositiveSmallIntegerField(default=0)),
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='watch', to='networks.account')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['state', 'next_attempt_at'], name='networks_watch_due')],
            },
        ),
    ]
