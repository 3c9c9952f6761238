"""The admin site: Django's own, in our colours."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class DeskAdminSite(admin.AdminSite):
    site_header = _("ITPO desk, for managers")
    site_title = _("ITPO desk")
    index_title = _("What the office keeps")
    site_url = "/"
    enable_nav_sidebar = True
