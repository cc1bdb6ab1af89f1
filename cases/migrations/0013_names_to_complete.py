from django.db import migrations, models
from django.db.models import Case, F, OuterRef, Subquery, When
from django.db.models.functions import Coalesce


def fill(apps, schema_editor):
    """The kind of each entry, and for places their population: a tenth of it where not a town."""
    entries = apps.get_model("cases", "Entry").objects.filter(pk=OuterRef("entry"))
    people = F("population")
    weight = Case(When(kind="commune", then=people), default=people / 10)
    places = apps.get_model("cases", "Place").objects.filter(pk=OuterRef("entry"))
    apps.get_model("cases", "Name").objects.update(
        kind=Subquery(entries.values("kind")),
        weight=Coalesce(Subquery(places.values(weight=weight)), 0),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0012_changed_entries"),
    ]

    operations = [
        migrations.AddField(
            model_name="name",
            name="kind",
            field=models.CharField(default="", help_text="That of the entry.", max_length=20),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="name",
            name="weight",
            field=models.PositiveBigIntegerField(
                default=0, help_text="Which of several comes first, derived."
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="name",
            index=models.Index(
                fields=["kind", "folded", "weight", "entry"],
                name="name_to_complete",
                opclasses=["varchar_pattern_ops", "varchar_pattern_ops", "int8_ops", "int8_ops"],
            ),
        ),
    ]
