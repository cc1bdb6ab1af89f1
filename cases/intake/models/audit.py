"""What people with rights did. Lines are added; the database refuses to change or remove one."""

from django.db import models


class AuditLine(models.Model):
    """One privileged action: who, in which role, did what to what, on which day."""

    day = models.DateField()
    who = models.CharField(max_length=150, help_text="Name of the account, or `system`.")
    role = models.CharField(max_length=20, blank=True)
    action = models.CharField(max_length=40, db_index=True)
    target = models.CharField(max_length=200, blank=True, help_text="contribution/12, vendor/xxii…")
    detail = models.CharField(max_length=300, blank=True, help_text="Never what a person wrote.")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.day} {self.who} {self.action} {self.target}"
