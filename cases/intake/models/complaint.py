"""What was sent through one of the four doors of a record."""

from django.db import models

from cases.models import Door

from .submission import Submission


class Complaint(models.Model):
    """A correction in plain words, a reply, a request about personal data, or a notice."""

    Door = Door

    submission = models.OneToOneField(
        Submission, on_delete=models.CASCADE, related_name="complaint", primary_key=True
    )
    door = models.CharField(max_length=10, choices=Door)
    record = models.CharField(max_length=181, db_index=True, help_text="kind/slug")
    passage = models.TextField(blank=True, help_text="The words complained of.")
    text = models.TextField(help_text="What is asked, or the reply itself.")
    details = models.JSONField(default=dict, help_text="The other answers of the form.")
    identity = models.JSONField(default=dict, help_text="Name and contact; erased once decided.")
    decision = models.JSONField(
        default=dict, help_text="The statement of reasons: action, ground, law, revision."
    )
    appeals = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="appeals_against"
    )

    def __str__(self) -> str:
        return f"{self.door} {self.record}"
