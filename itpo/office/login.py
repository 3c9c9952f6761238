"""Who may log in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from itpo.office import account_mails
from itpo.office.models import User


class EmailBackend(AuthenticationBackend):
    """Log in by e-mail and password; the sample's people only outside production."""

    def user_can_authenticate(self, user: Any) -> bool:
        if settings.PRODUCTION and user.is_sample:
            return False
        return bool(super().user_can_authenticate(user))

    def get_user(self, user_id: Any) -> Any:
        """Fetch the user of a session, with the office every page names."""
        user = User.objects.select_related("office").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None


class OfficeAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by a manager in the admin; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Leave the mail to the post room, which composes it when it is sent."""
        account_mails.queue(user=context["user"], template=template_prefix, at=timezone.now())


def address_of_ones_own(request: HttpRequest) -> HttpResponse:
    """Nobody changes the address they log in with and get their mails at: a manager does."""
    raise PermissionDenied
