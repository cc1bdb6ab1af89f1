"""One more empty row, or new record, on the page: the form comes back with it, nothing is lost."""

from cases.kinds import KINDS, Kind

from .asked import AFTER, BEFORE
from .contribution import BLANK_FORMS, MOST_LINKED
from .row_counts import count_of
from .rows import MOST_ROWS
from .steps import as_sent, asked_of

MORE = "more"  # the prefix of what the button adds


def with_one_more(kind: Kind, data):
    """The data as sent, with one more empty row or record where `more` asks for it."""
    prefix = data.get(MORE, "")
    rows = {rows.prefix: rows for rows in kind.form.ROWS if not rows.moderators_only}
    if prefix in rows:
        number, most = count_of(data, prefix), MOST_ROWS
        fields = list(rows[prefix].form(prefix=f"{prefix}-{number}"))
    elif prefix in (*BEFORE.get(kind.key, ("source",)), *AFTER.get(kind.key, ())):
        number, most = max(count_of(data, prefix), BLANK_FORMS.get(prefix, 1)), MOST_LINKED
        form = KINDS[prefix].form(prefix=f"{prefix}-{number}")
        form.kind_key, form.essential = prefix, KINDS[prefix].essential
        fields = asked_of(form)
    else:
        return data
    if number >= most:
        return data
    longer = data.copy()
    for bound in fields:
        longer.setlist(bound.html_name, as_sent(bound) or [""])
    return longer
