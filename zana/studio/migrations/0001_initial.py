import django.db.models.deletion
import zana.kernel.clock
import zana.kernel.refs
import zana.studio.models
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
            name='Asset',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=zana.kernel.refs.new_ref, editable=False, max_length=22, unique=True)),
                ('file', models.FileField(upload_to=zana.studio.models.name_file)),
                ('kind', models.CharField(max_length=10)),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('removed', models.JSONField(default=list)),
                ('faces_found', models.PositiveIntegerField(null=True)),
                ('uploaded_at', models.DateTimeField(default=zana.kernel.clock.now)),
                ('looked_at', models.DateTimeField(null=True)),
                ('looked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Piece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=zana.kernel.refs.new_ref, editable=False, max_length=22, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('body', models.TextField(blank=True)),
                ('language', models.CharField(max_length=5)),
                ('state', models.CharField(default='draft', max_length=20)),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(default=zana.kernel.clock.now)),
                ('changed_at', models.DateTimeField(default=zana.kernel.clock.now)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'ordering': ['-changed_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Variant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=zana.kernel.refs.new_ref, editable=False, max_length=22, unique=True)),
                ('language', models.CharField(max_length=5)),
                ('text', models.TextField(blank=True)),
                ('link', models.URLField(blank=True, max_length=500)),
                ('created_at', models.DateTimeField(default=zana.kernel.clock.now)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='networks.account')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('piece', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='variants', to='studio.piece')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('piece', 'account', 'language'), name='variant_once_in_piece')],
            },
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=zana.kernel.refs.new_ref, editable=False, max_length=22, unique=True)),
                ('passage', models.TextField(blank=True)),
                ('place', models.PositiveIntegerField(default=0)),
                ('suggestion', models.TextField(blank=True)),
                ('comment', models.TextField(blank=True)),
                ('state', models.CharField(default='open', max_length=10)),
                ('made_at', models.DateTimeField(default=zana.kernel.clock.now)),
                ('ended_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('piece', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='studio.piece')),
                ('variant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='remarks', to='studio.variant')),
            ],
            options={
                'ordering': ['place', 'made_at', 'pk'],
                'indexes': [models.Index(fields=['piece', 'state'], name='remarks_of_a_piece')],
            },
        ),
        migrations.CreateModel(
            name='VariantPicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=zana.kernel.refs.new_ref, editable=False, max_length=22, unique=True)),
                ('alt_text', models.TextField(blank=True)),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('asset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='studio.asset')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('variant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pictures', to='studio.variant')),
            ],
            options={
                'ordering': ['place', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('variant', 'asset'), name='picture_once_in_variant')],
            },
        ),
    ]
