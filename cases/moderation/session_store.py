"""Where sessions are kept: Django's table, without the hours that Django writes into it.

Django signs what a session holds together with the second of writing, and stores an end that
is the second of the last visit plus its age: both tell when a moderator was here.
"""

import datetime

from django.contrib.sessions.backends import db
from django.core import signing
from django.utils import timezone


class SessionStore(db.SessionStore):
    """Rows signed without a time, ending at noon or midnight.

    How long a session really lives (30 minutes idle, 12 hours at most) is told by a signed
    cookie, see `presence.py`; the row only has to last as long.
    """

    def encode(self, session_dict):
        """Signed and compressed as Django does, but for the time."""
        return self._signer().sign_object(session_dict, serializer=self.serializer, compress=True)

    def decode(self, session_data):
        """What the row holds; nothing when its signature is not ours."""
        try:
            return self._signer().unsign_object(session_data, serializer=self.serializer)
        except Exception:  # whatever is wrong with the row, nobody is logged in by it
            return {}

    def get_expiry_date(self, **kwargs):
        """Noon or midnight, 12 to 24 hours ahead."""
        return end_of_session()

    def _signer(self):
        return signing.Signer(salt=self.key_salt)


def end_of_session() -> datetime.datetime:
    """Noon or midnight, 12 to 24 hours ahead: it does not tell when the person came."""
    later = timezone.localtime() + datetime.timedelta(hours=12)
    start = later.replace(hour=0 if later.hour < 12 else 12, minute=0, second=0, microsecond=0)
    return start + datetime.timedelta(hours=12)
