import django.db.models.deletion
import django.db.models.functions.text
import zana.kernel.clock
import zana.kernel.crypto
import zana.kernel.refs
import zana.people.hidden
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=zana.kernel.refs.new_ref, editable=False, max_length=22, unique=True)),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=160)),
                ('kind', models.CharField(default='association', max_length=40)),
                ('region', models.CharField(blank=True, max_length=60)),
                ('language', models.CharField(default='sq', max_length=2)),
                ('zone', models.CharField(default='Europe/Belgrade', max_length=40)),
                ('website', models.URLField(blank=True)),
                ('requires_second_factor', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(default=zana.kernel.clock.now, editable=False)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=zana.kernel.refs.new_ref, editable=False, max_length=22, unique=True)),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('name', models.CharField(max_length=120)),
                ('email', models.EmailField(blank=True, max_length=254, null=True, unique=True)),
                ('language', models.CharField(default='sq', max_length=2)),
                ('gender', models.CharField(blank=True, default='', max_length=8)),
                ('may_be_named', models.BooleanField(default=False)),
                ('is_active', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField(default=zana.kernel.clock.now, editable=False)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email')), ('email', None), _connector='OR'), name='person_email_is_lower_case'), models.CheckConstraint(condition=models.Q(('gender__in', ['', 'woman', 'man', 'other', 'unsaid'])), name='person_gender_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('joined_on', models.DateField(default=zana.kernel.clock.today)),
                ('left_on', models.DateField(blank=True, null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='people.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=zana.kernel.refs.new_ref, editable=False, max_length=22, unique=True)),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=160)),
                ('implementer', models.CharField(max_length=160)),
                ('partner_network', models.CharField(blank=True, max_length=160)),
                ('funder', models.CharField(blank=True, max_length=160)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('requires_second_factor', models.BooleanField(default=False)),
                ('organisations', models.ManyToManyField(related_name='+', through='people.Enrolment', to='people.organisation')),
            ],
            options={
                'ordering': ['-starts_on', 'name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='programme_ends_after_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(max_length=20)),
                ('started_at', models.DateTimeField(default=zana.kernel.clock.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='people.organisation')),
                ('programme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='people.programme')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('organisation', None), ('programme__isnull', False)), models.Q(('organisation__isnull', False), ('programme', None)), _connector='OR'), name='membership_has_one_side'), models.UniqueConstraint(condition=models.Q(('ended_at', None), ('programme', None)), fields=('person', 'role', 'organisation'), name='one_live_role_in_organisation'), models.UniqueConstraint(condition=models.Q(('ended_at', None), ('organisation', None)), fields=('person', 'role', 'programme'), name='one_live_role_in_programme')],
            },
        ),
        migrations.CreateModel(
            name='LogEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, default=zana.kernel.clock.now)),
                ('verb', models.CharField(max_length=60)),
                ('thing', models.CharField(blank=True, max_length=80)),
                ('facts', models.JSONField(default=dict)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('programme', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.programme')),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['organisation', '-at'], name='log_by_organisation')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=zana.kernel.refs.new_ref, editable=False, max_length=22, unique=True)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('email', models.EmailField(max_length=254)),
                ('name', models.CharField(max_length=120)),
                ('language', models.CharField(default='sq', max_length=2)),
                ('role', models.CharField(max_length=20)),
                ('created_at', models.DateTimeField(default=zana.kernel.clock.now)),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='people.organisation')),
                ('programme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='people.programme')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('organisation', None), ('programme__isnull', False)), models.Q(('organisation__isnull', False), ('programme', None)), _connector='OR'), name='invitation_has_one_side')],
            },
        ),
        migrations.AddField(
            model_name='enrolment',
            name='programme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='people.programme'),
        ),
        migrations.CreateModel(
            name='SafePlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=zana.kernel.refs.new_ref, editable=False, max_length=22, unique=True)),
                ('names', zana.people.hidden.HiddenTextField()),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(editable=False, max_length=20)),
                ('next_attempt_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('lease_until', models.DateTimeField(blank=True, editable=False, null=True)),
                ('leased_by', models.CharField(blank=True, default='', editable=False, max_length=100)),
                ('attempts', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('address', models.EmailField(max_length=254)),
                ('language', models.CharField(default='sq', max_length=2)),
                ('kept_subject', models.JSONField()),
                ('kept_body', models.JSONField()),
                ('link', zana.kernel.crypto.SealedTextField(blank=True, default='')),
                ('calendar', zana.kernel.crypto.SealedTextField(blank=True, default='')),
                ('created_at', models.DateTimeField(default=zana.kernel.clock.now)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['state', 'next_attempt_at'], name='people_letter_due')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=zana.kernel.refs.new_ref, editable=False, max_length=22, unique=True)),
                ('kept_saying', models.JSONField()),
                ('link', models.CharField(blank=True, max_length=300)),
                ('created_at', models.DateTimeField(default=zana.kernel.clock.now)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'ordering': ['-created_at', '-pk'],
                'indexes': [models.Index(fields=['person', 'read_at'], name='unread_notices')],
            },
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.UniqueConstraint(condition=models.Q(('left_on', None)), fields=('programme', 'organisation'), name='one_live_enrolment'),
        ),
    ]
