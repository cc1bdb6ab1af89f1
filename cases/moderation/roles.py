"""Which role may do what: the one table that guards, menus and tests read."""

import functools

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cases.intake.models import Member, Submission

from .ended import is_own_form, send_again

Role = Member.Role
# Each role holds what the roles before it hold.
ORDER = (Role.MODERATOR, Role.EDITOR, Role.ADMINISTRATOR)

# What can be done, and the least role that may.
ACTIONS = {
    "account": Role.MODERATOR,  # one's own password, second factor and sessions
    "read": Role.MODERATOR,  # the queue, contributions, their files
    "decide": Role.MODERATOR,  # claim, ask, accept, refuse, set aside, reopen
    "bulk": Role.MODERATOR,  # the same decision on many
    "files": Role.MODERATOR,  # black out or refuse an evidence file
    "reasons": Role.MODERATOR,  # the list of reasons and ready-made replies
    "hide": Role.MODERATOR,  # withdraw a record, confirm it, undo it
    "vocabulary": Role.EDITOR,  # decide on terms, tags and wiki pages
    "merge": Role.EDITOR,  # merge two records, undo it
    "captures": Role.EDITOR,  # open or close the readable copy of a source
    "erase": Role.EDITOR,  # ask to erase a value for good, confirm what another asked
    "erase_alone": Role.ADMINISTRATOR,  # erase at once; somebody else looks at it later
    "team": Role.ADMINISTRATOR,  # accounts, roles, sessions of others
    "audit": Role.ADMINISTRATOR,  # the log of privileged actions
}
VOCABULARY = ("term", "tag", "page")


def member_of(user) -> Member | None:
    """The role of an account, or None for whoever has no right here."""
    if not user.is_authenticated or not user.is_active:
        return None
    return Member.objects.filter(user=user).first()


def is_verified(user) -> bool:
    """True for who gave password and code in this session."""
    return user.is_authenticated and user.is_verified()


def may(user, action: str) -> bool:
    """True when the role of the account holds the action, a key of ACTIONS."""
    member = member_of(user)
    return member is not None and ORDER.index(member.role) >= ORDER.index(ACTIONS[action])


def may_decide(user, submission: Submission) -> bool:
    """True when the account may decide on this contribution: its kinds and its territory."""
    member = member_of(user)
    if member is None:
        return False
    kinds = {change.kind for change in submission.changes.all()}
    if kinds.intersection(VOCABULARY) and not may(user, "vocabulary"):
        return False
    elsewhere = submission.territory and submission.territory not in member.departments
    return not (member.departments and elsewhere)


def allowed(action: str):
    """Guard a view: password first, then the code; whoever may not is refused.

    The view carries the action as an attribute, from which docs/roles.md is made. What somebody
    sends from a session that ended while they wrote comes back to them, to be sent again.
    """

    def decorate(view):
        @functools.wraps(view)
        def guarded(request, *args, **kwargs):
            if not is_verified(request.user) and is_own_form(request):
                return send_again(request, status=401)
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not is_verified(request.user):
                return redirect_to_login(request.get_full_path(), reverse("code"))
            if not may(request.user, action):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.action = action
        return guarded

    return decorate
