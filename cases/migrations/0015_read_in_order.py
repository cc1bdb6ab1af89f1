"""Indexes in the order in which the home page and the timeline read."""

import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0014_guides_in_english"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="datedvalue",
            index=models.Index(
                django.db.models.functions.comparison.Coalesce("earliest", "latest"),
                models.F("latest"),
                models.F("id"),
                name="dates_in_order",
            ),
        ),
        migrations.AddIndex(
            model_name="deployment",
            index=models.Index(fields=["edited_on", "entry"], name="deployment_newest"),
        ),
        migrations.AddIndex(
            model_name="funding",
            index=models.Index(fields=["edited_on", "entry"], name="funding_newest"),
        ),
        migrations.AddIndex(
            model_name="legalchallenge",
            index=models.Index(fields=["edited_on", "entry"], name="legal_newest"),
        ),
    ]
