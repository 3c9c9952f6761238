"""Lists as somebody narrowed them, kept under a name."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from itpo.office.models.people import Office, User
from itpo.office.visibility import OwnedQuerySet, Viewer


class SavedViewQuerySet(OwnedQuerySet):
    searched = ("name",)

    def visible_to(self, viewer: Viewer) -> Self:
        """One's own, and what others of the office have shared."""
        seen = super().visible_to(viewer)
        return seen.filter(Q(is_shared=True) | Q(user=viewer.pk))

    def of(self, page: str) -> Self:
        """Those of one list, with whose they are, by name."""
        return self.filter(page=page).select_related("user").order_by("name", "pk")


class SavedView(models.Model):
    """One list with its filters and its order, kept by somebody under a name."""

    office = models.ForeignKey(
        Office, models.CASCADE, related_name="saved_views", verbose_name=_("office")
    )
    user = models.ForeignKey(
        User, models.CASCADE, related_name="saved_views", verbose_name=_("kept by")
    )
    page = models.CharField(_("list"), max_length=60, help_text=_("The name of its address."))
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(_("what is asked"), max_length=1000, blank=True)
    is_shared = models.BooleanField(_("shared with the office"), default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "page", "name"],
                name="saved_view_once_a_name",
                violation_error_message=_("You have a view of this name already."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="saved_view_has_a_name",
                violation_error_message=_("Give the view a name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def may_be_renamed_by(self, user: User) -> bool:
        return user.may_change and self.user_id == user.pk

    def may_be_changed_by(self, user: User) -> bool:
        """Whether somebody may rename it or, of what is shared, at least take it away."""
        is_cleared_away = self.is_shared and user.may_change and user.sees_restricted
        return self.may_be_renamed_by(user) or is_cleared_away

    def get_absolute_url(self) -> str:
        """The list as it was narrowed; the first page, where the list is no longer there."""
        try:
            return f"{reverse(self.page)}?{self.query}"
        except NoReverseMatch:
            return "/"
