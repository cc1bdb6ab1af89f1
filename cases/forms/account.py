"""The forms of accounts: logging in, proving oneself, one's own account, the team."""

import re

from django import forms
from django.contrib.auth.forms import PasswordChangeForm, UsernameField
from django.contrib.auth.models import User
from django.core import signing
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases.intake.models import Member
from cases.moderation import attempts, second_factor
from cases.moderation.accounts import RESERVED

DEPARTMENT = re.compile(r"\d{2,3}|2[AB]")
# How long the page with a new authenticator's secret can be sent.
SECRET_MAX_AGE = 3600
MOST_DEPARTMENTS = 60


class _Slowed(forms.Form):
    """A form that can be asked to wait; `wait` is the number of seconds, or 0."""

    wait = 0

    def must_wait(self, error: second_factor.Wait) -> forms.ValidationError:
        """The message of a delay."""
        self.wait = error.seconds
        text = ngettext(
            "Too many attempts: wait %(n)d second, then try again.",
            "Too many attempts: wait %(n)d seconds, then try again.",
            error.seconds,
        )
        return forms.ValidationError(text % {"n": error.seconds})


class LoginForm(_Slowed):
    """Name and password; the account found is in `user`."""

    user = None
    username = UsernameField(
        label=_("Username"), max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )  # fmt: skip
    password = forms.CharField(
        label=_("Password"), max_length=1_000, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip

    def clean(self):
        """One answer for whatever is wrong: name, password, or both."""
        given = super().clean()
        if self.errors:
            return given
        try:
            self.user = attempts.check(given["username"], given["password"])
        except second_factor.Wait as error:
            raise self.must_wait(error) from error
        if self.user is None:
            raise forms.ValidationError(
                _("No account has this name and this password. Check both, capitals included.")
            )
        return given


class CodeField(forms.CharField):
    """A code of the authenticator, or a recovery code."""

    def __init__(self, **options):
        attributes = {"autocomplete": "one-time-code", "autocapitalize": "characters",
                      "spellcheck": "false"}  # fmt: skip
        options.setdefault("label", _("Code"))
        options.setdefault("max_length", 40)
        super().__init__(widget=forms.TextInput(attrs=attributes), **options)


class CodeForm(_Slowed):
    """A code of this account's second factor; what it proved is in `device`."""

    device = None
    code = CodeField(
        help_text=_("Six digits from your authenticator, or one of your recovery codes. "
                    "Each works once.")
    )  # fmt: skip

    def __init__(self, user, *args, **options):
        self.account = user
        super().__init__(*args, **options)

    def clean_code(self):
        """Ask the second factor."""
        try:
            self.device = second_factor.verify(self.account, self.cleaned_data["code"])
        except second_factor.Wait as error:
            raise self.must_wait(error) from error
        if self.device is None:
            raise forms.ValidationError(
                _("This code is not valid, or was used already. Wait for the next one.")
            )
        return self.cleaned_data["code"]


class ProofForm(CodeForm):
    """Password and code of whoever is logged in; the code is not spent on a wrong password."""

    password = LoginForm.base_fields["password"]
    field_order = ("password", "code")

    def clean_password(self):
        """The account's own password, tried as slowly as at the login."""
        try:
            right = attempts.check(self.account.username, self.cleaned_data["password"])
        except second_factor.Wait as error:
            raise self.must_wait(error) from error
        if right != self.account:
            raise forms.ValidationError(_("This is not your password. Type it again."))
        return self.cleaned_data["password"]

    def clean_code(self):
        """Only after the right password."""
        return "" if "password" in self.errors else super().clean_code()


class AuthenticatorForm(forms.Form):
    """A new authenticator, proven by one of its codes. Its secret is stored only then."""

    code = CodeField(
        label=_("Code of the new authenticator"), max_length=12,
        help_text=_("The six digits that it shows now."),
    )  # fmt: skip
    sealed = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, session_key: str, *args, **options):
        super().__init__(*args, **options)
        self._salt = f"authenticator {session_key}"
        opened = self._opened() if self.is_bound else None
        self.too_old = self.is_bound and opened is None
        self.key = opened or second_factor.new_key()
        self.initial["sealed"] = signing.dumps(self.key, salt=self._salt)
        if self.too_old:  # the code that was typed belongs to a secret that is gone
            self.data = {"sealed": self.initial["sealed"], "code": ""}

    def clean_code(self):
        """Six digits, spaces set aside."""
        digits = "".join(self.cleaned_data["code"].split())
        if not re.fullmatch(r"[0-9]{6}", digits):
            raise forms.ValidationError(_("Type the six digits."))
        return digits

    def clean_sealed(self):
        """The secret that this session's own page showed, within the hour."""
        if self.too_old:
            raise forms.ValidationError(_("This page was too old: scan the new picture."))
        return self.key

    def _opened(self) -> str | None:
        given = self.data.get("sealed", "")
        try:
            return signing.loads(given, salt=self._salt, max_age=SECRET_MAX_AGE)
        except signing.BadSignature:
            return None


class OwnPasswordForm(PasswordChangeForm):
    """Django's form, its help in one sentence."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["new_password1"].help_text = _("At least 12 characters; four words do well.")
        self.fields["new_password2"].help_text = ""


def departments(text: str) -> str:
    """Codes of departments in order, each once, with a space between; raises ValidationError."""
    codes = set(text.upper().replace(",", " ").split())
    wrong = sorted(code for code in codes if not DEPARTMENT.fullmatch(code))
    if wrong:
        message = _("Not the code of a department: %(code)s.")
        raise forms.ValidationError(message, params={"code": wrong[0]})
    if len(codes) > MOST_DEPARTMENTS:
        raise forms.ValidationError(_("So many departments: leave it empty for all of them."))
    return " ".join(sorted(codes))


class RightsForm(forms.ModelForm):
    """Role and territories of an account."""

    class Meta:
        model = Member
        fields = ("role", "territories")

    def clean_territories(self):
        """Codes of departments, in order, each once."""
        return departments(self.cleaned_data["territories"])


class NewAccountForm(RightsForm):
    """Name, role and territories of an account to be made."""

    name = UsernameField(
        label=_("Username"), max_length=150, validators=[User.username_validator],
        help_text=_("Letters, digits and @ . + - _ only. Others on the team see it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )  # fmt: skip
    field_order = ("name", "role", "territories")

    def clean_name(self):
        """A name that no other account has, whatever its capitals."""
        name = self.cleaned_data["name"]
        if name.casefold() in RESERVED:
            raise forms.ValidationError(_("The program itself uses this name."))
        if User.objects.filter(username__iexact=name).exists():
            raise forms.ValidationError(_("There is an account of this name."))
        return name
