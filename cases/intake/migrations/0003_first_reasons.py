"""Roles from the former group, lanes under their new names, and the first list of reasons."""

from django.db import migrations

from cases.intake.reasons import FIRST_REASONS

FORMER_LANES = ("normal", "hasty")


def forward(apps, schema_editor):
    """Keep who could moderate and what waits."""
    user_model = apps.get_model("auth", "User")
    member = apps.get_model("intake", "Member")
    for user in user_model.objects.filter(groups__name="moderators"):
        member.objects.get_or_create(user=user, defaults={"role": "administrator"})
    submission = apps.get_model("intake", "Submission")
    submission.objects.filter(lane__in=FORMER_LANES).update(lane="ready")
    reason = apps.get_model("intake", "Reason")
    for place, (use, label_fr, label_en, text_fr, text_en) in enumerate(FIRST_REASONS, start=1):
        reason.objects.get_or_create(
            use=use, label_fr=label_fr,
            defaults={"label_en": label_en, "text_fr": text_fr, "text_en": text_en,
                      "position": place * 10},
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0002_moderation"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
