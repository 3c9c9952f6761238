"""Who may do what in the admin. Who sees which rows is the querysets' affair."""

from typing import Any

from django.http import HttpRequest

from itpo.office.models import Role, User


def may_manage(user: Any) -> bool:
    return (
        isinstance(user, User)
        and user.is_active
        and (user.is_superuser or user.role == Role.MANAGER)
    )


class ByRole:
    """What a role allows. It is decided here alone; Django's permission tables are not asked.

    A superuser may do everything, a manager look, add and change, an auditor look.
    """

    # Nobody writes here: verbs and the machinery do.
    is_read_only: bool = False
    # A manager may take it away: it links two records, or must not be kept.
    may_be_deleted = False
    only_a_superuser_adds = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        user = request.user
        return isinstance(user, User) and user.is_active and user.is_staff

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if self.is_read_only or not may_manage(request.user):
            return False
        return request.user.is_superuser or not self.only_a_superuser_adds

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not self.is_read_only and may_manage(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if self.is_read_only or not may_manage(request.user):
            return False
        return request.user.is_superuser or self.may_be_deleted
