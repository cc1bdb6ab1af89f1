"""What was stated, when: revisions, and the number that every page depends on."""

from functools import partial

from django.db import connection, models, transaction

from cases.kept_value import KeptValue, announced_version

from .entry import Entry

RECENT = 0.9  # seconds: a public change is seen by every process within one, whoever made it


class DataVersion(models.Model):
    """One row: the integer that grows with every public change, and the lock that orders them."""

    value = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.value)

    @classmethod
    def current(cls) -> int:
        """The number a reader's page is a function of."""
        with connection.cursor() as cursor:  # in plain SQL: nothing else is asked by every page
            cursor.execute(f"SELECT value FROM {cls._meta.db_table} WHERE id = 1")  # noqa: S608
            row = cursor.fetchone()
        return row[0] if row else 0

    @classmethod
    def recent(cls) -> int:
        """The number as it was a moment ago: one query a second, or when a change is announced."""
        return _recent.get(at_least=announced_version.read())

    @classmethod
    def renewed(cls) -> int:
        """The number now, remembered for `recent`."""
        return _recent.renew()

    @classmethod
    def advance(cls) -> int:
        """Take the lock that orders public changes, inside a transaction, and add one."""
        row, _created = cls.objects.select_for_update().get_or_create(pk=1)
        row.value += 1
        row.save(update_fields=["value"])
        transaction.on_commit(partial(announced_version.write, row.value))
        return row.value


_recent = KeptValue(DataVersion.current, RECENT)


class Revision(models.Model):
    """What a record stated after one accepted change. No link to people, a day and no hour.

    A field that was erased is missing from `snapshot` and `salts`; its commitment stays, so
    that the chain of digests holds.
    """

    class Action(models.TextChoices):
        CREATE = "create"
        EDIT = "edit"

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    sequence = models.PositiveBigIntegerField(unique=True)
    action = models.CharField(max_length=10, choices=Action)
    snapshot = models.JSONField()
    salts = models.JSONField()
    commitments = models.JSONField(help_text="sha256 of each field's salt and value.")
    digest = models.CharField(max_length=64)
    day = models.DateField()

    class Meta:
        ordering = ["sequence"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="revision_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} r{self.number}"
