"""What the pages of contributors and moderators show of files: under a receipt, in a review."""

from django import template

from cases.evidence.limits import MOST_FILES
from cases.forms.files import UploadForm
from cases.moderation import publish_files

register = template.Library()


@register.inclusion_tag("contribute/parts/files.html")
def receipt_files(submission, code, form=None):
    """The files under a receipt, and the form to add one; `form` is the one that was refused."""
    listed = list(submission.attachments.all())
    return {
        "submission": submission, "code": code, "attachments": listed, "most": MOST_FILES,
        "form": form or UploadForm(use_required_attribute=False), "refused": form,
        "is_full": len(listed) >= MOST_FILES,
    }  # fmt: skip


@register.inclusion_tag("moderation/parts/files.html", takes_context=True)
def review_files(context, submission, data=None):
    """The files of a contribution, each with the choice whether to publish it and with what.

    `data` holds what the moderator chose before, when the page is shown again.
    """
    data = data or context.request.POST
    sources = publish_files.sources_in(submission)
    fields = [(a, publish_files.field_of(a)) for a in submission.attachments.all()]
    lines = [{"attachment": a, "field": name, "chosen": data.get(name, "")} for a, name in fields]
    return {"submission": submission, "lines": lines, "sources": sources, "new": publish_files.NEW,
            "can_publish": submission.is_open and submission.changes.exists()}  # fmt: skip
