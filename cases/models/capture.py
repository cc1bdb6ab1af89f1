"""What the source guard knows: copies of sources, and how their originals are.

Not written by the door: `archive_sources` and `check_links` state what a machine saw.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .entry import Entry


class Why(models.TextChoices):
    """Why a page was not read."""

    SCHEME = "scheme", _("its address is neither http nor https")
    FORM = "form", _("its address is written in a misleading form")
    USER = "user", _("its address holds a user name or a password")
    PORT = "port", _("its address names an unusual port")
    ADDRESS = "address", _("its address leads into a private network")
    LISTED = "listed", _("this site is not among those that the register reads")
    REDIRECTS = "redirects", _("it redirects too many times")
    TYPE = "type", _("files of this type are not kept")
    ENCODING = "encoding", _("it is compressed in an unknown way")
    SIZE = "size", _("it is too large")
    TIME = "time", _("it took too long to answer")
    BROKEN = "broken", _("its answer is broken or incomplete")
    TLS = "tls", _("its certificate is not valid")
    NO_HOST = "no_host", _("its site cannot be found")
    NO_ANSWER = "no_answer", _("its site does not answer")
    STATUS = "status", _("its site answers with an error")
    ROBOTS = "robots", _("its site asks robots not to read this page")
    RIGHTS = "rights", _("the publisher reserves its rights")


class LegalBasis(models.TextChoices):
    """Why a copy may be kept, and whether readers may be shown it."""

    OFFICIAL = "official", _("official act (CRPA, articles L. 300-2 and L. 321-1)")
    LICENCE = "licence", _("open licence")
    PRIVATE = "private", _("press or publication: a private working copy, kept as evidence")


class Capture(models.Model):
    """One copy of a source, taken on one day. Its files are private; readers see this row."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="captures")
    number = models.PositiveIntegerField(help_text="1 for the first copy of this source.")
    day = models.DateField()
    url = models.URLField(max_length=2000)
    final_url = models.TextField(help_text="Where the redirects led.")
    status = models.PositiveSmallIntegerField(help_text="HTTP status of the page.")
    content_type = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, help_text="Of the page, unpacked.")
    size = models.PositiveIntegerField(help_text="Bytes of the page, unpacked.")
    warc = models.CharField(max_length=80, help_text="File: its digest and extension.")
    text_file = models.CharField(max_length=80, blank=True, help_text="Empty: no text was read.")
    excerpt = models.CharField(max_length=300, blank=True)
    legal_basis = models.CharField(max_length=10, choices=LegalBasis)
    opened_on = models.DateField(null=True, blank=True, help_text="Empty: the text is closed.")
    masked = models.BooleanField(default=False, help_text="Personal data was taken out.")
    published_text = models.TextField(blank=True, help_text="Empty while it is closed.")

    class Meta:
        ordering = ["entry_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="capture_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} capture {self.number}"

    @property
    def may_be_opened(self) -> bool:
        """True when the law or a licence lets anybody republish the text, and there is one."""
        return self.legal_basis != LegalBasis.PRIVATE and bool(self.text_file)


class LinkCheck(models.Model):
    """What was found at a source's address, from one day to another: one row for each state."""

    class Outcome(models.TextChoices):
        SAME = "same", _("unchanged")
        CHANGED = "changed", _("changed since the copy")
        VANISHED = "vanished", _("no longer there")
        UNREACHABLE = "unreachable", _("did not answer")
        REFUSED = "refused", _("not read by the register")
        OPTED_OUT = "opted_out", _("not copied")
        THERE = "there", _("there, with no copy to compare")

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="link_checks")
    since = models.DateField(help_text="First day on which it was found so.")
    day = models.DateField(help_text="Last day on which it was found so.")
    outcome = models.CharField(max_length=12, choices=Outcome, db_index=True)
    reason = models.CharField(max_length=10, choices=Why, blank=True)
    status = models.PositiveSmallIntegerField(default=0, help_text="0: there was no answer.")
    url = models.URLField(max_length=2000, help_text="Where it was looked for.")
    final_url = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of the page, when it was read.")

    class Meta:
        ordering = ["entry_id", "id"]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.outcome} {self.day}"
