"""Create an account that may decide, or give one everything anew, and print it once."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from cases.forms.account import departments
from cases.intake.models import Member
from cases.moderation import accounts, audit

FIRST = "This is the first account: it adds the others at /moderation/team/."


class Command(BaseCommand):
    """`manage.py create_moderator NAME [--role ROLE] [--territories "38 69"]`"""

    help = __doc__

    def add_arguments(self, parser):
        """The name to log in with, and what the account may do."""
        parser.add_argument("name")
        parser.add_argument(
            "--role",
            choices=Member.Role.values,
            help="default: administrator for the first account of an instance, then moderator; "
            "an account that exists keeps its role",
        )
        parser.add_argument(
            "--territories", help='codes of departments, such as "38 69"; "" for all of them'
        )

    def handle(self, *args, **options):
        """Print password, secret and recovery codes: they cannot be shown again."""
        name, role, territories = options["name"], options["role"], options["territories"]
        try:
            checked_name(name)
            if territories is not None:
                territories = departments(territories)
            known = Member.objects.filter(user__username=name).exists()
            given = accounts.create_moderator(name, role or "", territories)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except accounts.LastAdministrator as error:
            raise CommandError(f"{name} is the only one who administers this register.") from error
        member = Member.objects.get(user__username=name)
        audit.write(
            None, "account-reset" if known else "account-added", f"account/{name}", member.role
        )
        self.stdout.write("\n".join(lines(member, given)))


def checked_name(name: str) -> None:
    """Raise ValidationError for a name that an account cannot have."""
    User._meta.get_field("username").clean(name, None)
    other = User.objects.filter(username__iexact=name).exclude(username=name).first()
    if other or name.casefold() in accounts.RESERVED:
        raise ValidationError(f"The name {name} is taken.")


def lines(member: Member, given: accounts.Credentials) -> list[str]:
    """What to hand over, one thing a line."""
    first, *others = given.codes
    where = member.territories or "all departments"
    alone = [] if Member.objects.exclude(pk=member.pk).exists() else [FIRST]
    return [
        f"Moderator: {member.user.username}",
        f"Role:      {member.role}, {where}",
        f"Password:  {given.password}",
        f"Secret:    {given.address}",
        f"Recovery:  {first}",
        *(f"           {code}" for code in others),
        *alone,
        "Shown once. Log in at /account/login/, then type a code of the authenticator.",
    ]
