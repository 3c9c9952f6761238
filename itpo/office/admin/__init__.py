"""The ground app in the admin, one module per subject."""

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.models import Group

from itpo.office.admin import (
    documents,
    exports,
    holidays,
    imports,
    machinery,
    mail_texts,
    people,
    post,
    promises,
    reference,
    saved_views,
)

# Roles decide what somebody may do, and a user has one address: neither table is anybody's to edit.
admin.site.unregister([Group, EmailAddress])

__all__ = [
    "documents",
    "exports",
    "holidays",
    "imports",
    "machinery",
    "mail_texts",
    "people",
    "post",
    "promises",
    "reference",
    "saved_views",
]
