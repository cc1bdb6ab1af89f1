"""The dialogue under the receipt."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .submission import Submission


class Message(models.Model):
    """One line of the dialogue under the receipt."""

    class Author(models.TextChoices):
        MODERATOR = "moderator", _("moderator")
        CONTRIBUTOR = "contributor", _("you")

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="messages")
    author = models.CharField(max_length=12, choices=Author)
    text = models.TextField()
    day = models.DateField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.author}"
