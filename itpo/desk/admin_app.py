"""Django's own admin, with our site in it. Apart from apps.py, where Django would find two."""

from django.contrib.admin.apps import AdminConfig


class DeskAdminConfig(AdminConfig):
    default_site = "itpo.desk.admin_site.DeskAdminSite"
