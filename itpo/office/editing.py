"""Adding, changing and removing records in the workspace: one way for all of them.

An app says in its `records.py` which of its records have a form. Who changes a record that
somebody else changed since they opened it is told what, keeps what they wrote, and decides.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, ProtectedError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from itpo.office.changes import Change, changes_since, latest_version, several_at
from itpo.office.forms import add_refusal
from itpo.office.picking import PickSeveralField
from itpo.office.record_forms import Editable, RecordForm, editables
from itpo.office.requests import OfficerRequest, row_number
from itpo.office.sameness import asking
from itpo.office.sameness.keys import known, own_keys_of
from itpo.office.sameness.pairs import look_again, tell_apart
from itpo.office.states import NotPossible
from itpo.office.visibility import Viewer

TEMPLATE = "desk/record_form.html"


def can_be_changed(thing: Model) -> bool:
    return thing._meta.label_lower in editables


def kind_of(label: str) -> Editable:
    """What the workspace can edit under a label. Raises Http404 for anything else."""
    kind = editables.get(label)
    if kind is None:
        raise Http404
    return kind


def page_of(kind: Editable, thing: Any) -> Any:
    """The record on whose page a thing stands: its own, or that of what it is part of."""
    return getattr(thing, kind.of) if kind.of else thing


def address_of(kind: Editable, whole: Any) -> str:
    """Where to go from the form of what stands on a record's page."""
    return reverse(kind.page, args=[whole.pk]) if kind.page else str(whole.get_absolute_url())


def add(request: OfficerRequest, kind: Editable) -> HttpResponse:
    """Add a record; the address may say what it is part of, and what is known of it already."""
    if not kind.may_be_added:
        raise Http404
    whole = _whole(request, kind)
    blank = kind.model(**({kind.of: whole} if whole is not None else {}))
    if any(field.name == "office" for field in kind.model._meta.fields):
        blank.office_id = request.user.office_id
    form = kind.form(
        request.POST or None,
        instance=blank,
        viewer=request.user,
        fixed=[kind.of] if whole is not None else [],
        initial=_known(request, kind.form.base_fields),
    )
    asked = asking.ask(request, request.user, form.instance) if form.is_valid() else None
    if asked and not asked.to_show and (made := _saved(form, asked)) is not None:
        messages.success(request, _("Added: %(what)s") % {"what": made})
        return _to_its_page(request, kind, made)
    name = kind.model._meta.verbose_name
    heading = kind.adding or _("New %(name)s") % {"name": name}
    context = {"form": form, "whole": whole, "name": name, "heading": heading, "asked": asked}
    if whole is not None:
        context["back"] = address_of(kind, whole)
    return render(request, TEMPLATE, context)


def change(request: OfficerRequest, kind: Editable, pk: int) -> HttpResponse:
    """Change a record, unless somebody else has since it was shown."""
    thing = get_object_or_404(kind.model.objects.visible_to(request.user), pk=pk)
    if getattr(thing, "merged_into", None) is not None:
        return redirect("desk:change", thing._meta.label_lower, thing.merged_into_id)
    asked = None
    if request.method == "POST":
        with transaction.atomic():
            # Locked and read again: nobody saves between our look at it and our own saving.
            rows = kind.model.objects.select_for_update()
            thing = kind.lock(thing) if kind.lock else rows.get(pk=pk)
            known_by = own_keys_of(thing)
            form = _form_for(request, kind, thing)
            if form.is_valid():
                if not form.has_changed():
                    return redirect(address_of(kind, page_of(kind, thing)))
                asked = asking.ask(request, request.user, thing, besides=known_by)
                if not asked.to_show and _saved(form, asked) is not None:
                    messages.success(request, _("Saved."))
                    return _to_its_page(request, kind, thing)
        thing.refresh_from_db()
    else:
        form = kind.form(
            instance=thing,
            viewer=request.user,
            fixed=[kind.of],
            initial={"seen": latest_version(thing)},
        )
    whole = page_of(kind, thing)
    context = {"form": form, "thing": thing, "whole": whole, "back": address_of(kind, whole)}
    context["asked"] = asked
    return render(request, TEMPLATE, {**context, "name": kind.model._meta.verbose_name})


def remove(request: OfficerRequest, kind: Editable, pk: int) -> HttpResponse:
    """Take away what links two records."""
    if not kind.may_be_removed:
        raise Http404
    thing = get_object_or_404(kind.model.objects.visible_to(request.user), pk=pk)
    whole = page_of(kind, thing)
    try:
        kind.remove(thing, request.user) if kind.remove else thing.delete()
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    except ProtectedError as refusal:
        kept = next(iter(refusal.protected_objects))._meta.verbose_name_plural
        messages.error(
            request, _("It stays, because it is named elsewhere: %(kept)s.") % {"kept": kept}
        )
    else:
        messages.success(request, _("Removed."))
    return redirect(address_of(kind, whole))


def _to_its_page(request: OfficerRequest, kind: Editable, thing: Any) -> HttpResponse:
    """The page it stands on; My day for who has just kept it from themselves."""
    page = page_of(kind, thing)
    is_seen = type(page)._default_manager.visible_to(request.user).filter(pk=page.pk).exists()
    return redirect(address_of(kind, page) if is_seen else "desk:my-day")


def with_news(sent: Any, thing: Any, viewer: Viewer) -> tuple[Any, list[str]]:
    """What a form of a verb sent, and what others saved since its reader saw the record.

    With news the version in it is the latest, so that pressing again is deciding.
    """
    seen = row_number(sent.get("seen", "")) or 0
    news = [
        _(
            "%(who)s wrote meanwhile: %(what)s. Nothing of yours is saved yet: look, then save "
            "again."
        )
        % {"who": one.by, "what": "; ".join(f"{two.label}: {two.after}" for two in one.fields)}
        for one in changes_since(thing, seen, viewer)
        if one.fields
    ]
    if news:
        sent = sent.copy()
        sent["seen"] = str(latest_version(thing))
    return sent, news


def _form_for(request: OfficerRequest, kind: Editable, thing: Any) -> RecordForm:
    """The form as sent; with what others saved meanwhile in it, and told, where they did."""
    options: dict[str, Any] = {"viewer": request.user, "fixed": [kind.of]}
    said = request.POST.get("seen", "")
    seen = row_number(said) or 0
    if said not in {"", "0"} and not thing.history.filter(pk=seen).exists():
        return _unknown_version(request, kind, thing, options)
    news = [one for one in changes_since(thing, seen, request.user) if one.fields]
    if not news:
        return kind.form(request.POST, instance=thing, **options)
    version = thing.history.get(pk=seen)
    before = kind.form(
        request.POST, instance=version.instance, initial=several_at(version), **options
    )
    touched = before.changed_data
    now = kind.form(instance=thing, **options)
    data = _with_theirs(request.POST.copy(), now, news, touched)
    data["seen"] = str(latest_version(thing))
    form = kind.form(data, instance=thing, **options)
    form.full_clean()
    for one in news:
        form.say_what_others_did(one, touched)
    return form


def _unknown_version(
    request: OfficerRequest, kind: Editable, thing: Any, options: dict[str, Any]
) -> RecordForm:
    """The form as sent, of which nobody knows what its reader was shown: they look once more."""
    data = request.POST.copy()
    data["seen"] = str(latest_version(thing))
    form = kind.form(data, instance=thing, **options)
    form.add_error(None, _("This page was out of date. Look once more, then save again."))
    return form


def _with_theirs(data: Any, now: RecordForm, news: list[Change], touched: list[str]) -> Any:
    """What was sent, with the others' words in the fields whoever sent it had left alone."""
    theirs = {now.field_of(change) for one in news for change in one.fields} - set(touched)
    for name in theirs & set(now.fields):
        value = now[name].value()
        several = value if isinstance(value, list | tuple) else [value]
        data.setlist(name, [str(getattr(one, "pk", one)) for one in several if one is not None])
    return data


def _saved(form: RecordForm, asked: asking.Asked) -> Any:
    """Save a valid form; None where a verb refused, and then it says so and nothing is written.

    The next who adds such a record is told of this one, and of which others it is not.
    """
    try:
        if getattr(form.instance, "office_id", 0) is None:
            raise NotPossible(_("What is added belongs to an office; you belong to none."))
        with transaction.atomic():
            made = form.save()
            label = made._meta.label_lower
            if label in known:
                look_again(label, [made.pk])
                tell_apart(
                    label=label,
                    one=made.pk,
                    others=asked.numbers,
                    by=form.viewer,
                    at=timezone.now(),
                )
            return made
    except (NotPossible, ValidationError) as error:
        add_refusal(form, error)
        return None


def _whole(request: OfficerRequest, kind: Editable) -> Any:
    """The record that what is added will be part of, if the address names one that is seen."""
    number = row_number(request.GET.get(kind.of, "")) if kind.of else None
    if number is None:
        return None
    rows: Any = kind.model._meta.get_field(kind.of).related_model._default_manager
    return get_object_or_404(rows.visible_to(request.user), pk=number)


def _known(request: OfficerRequest, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What the address says is known already: `?country=5&sectors=2&sectors=7`."""
    known: dict[str, Any] = {}
    for name in fields.keys() & set(request.GET) - {"seen"}:
        said = [one[:200].replace("\x00", "") for one in request.GET.getlist(name)[:50]]
        known[name] = said if isinstance(fields[name], PickSeveralField) else said[-1]
    return known
