"""Training sessions: who was there, and what was handed out."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from delegates.models import Attendance, TrainingSession, Visit
from itpo.office import uploads
from itpo.office.history import sign
from itpo.office.models import Document, User
from itpo.office.states import NotPossible
from itpo.office.uploads import Upload


@transaction.atomic
def note_attendance(*, session: TrainingSession, states: Mapping[int, str], by: User) -> int:
    """Note who was there: a state for each visit, empty where it is not known.

    Visits left out stay as they are. Returns how many have changed. Raises NotPossible for a
    visit that is not of the session's programme, and then nothing is written.
    """
    locked = TrainingSession.objects.select_for_update().get(pk=session.pk)
    if set(states) - set(who_could_come(locked).values_list("pk", flat=True)):
        raise NotPossible(_("Somebody is no longer in the programme. Look once more, then save."))
    if set(states.values()) - {"", *Attendance.State.values}:
        raise NotPossible(_("Say of each delegate: present, excused or absent."))
    noted = {one.visit_id: one for one in Attendance.objects.filter(session=locked)}
    return sum(_note(locked, visit, state, noted.get(visit), by) for visit, state in states.items())


def who_could_come(session: TrainingSession) -> Any:
    """The visits of the session's programme, but for those that are cancelled."""
    return Visit.objects.filter(programme=session.programme_id).not_cancelled()


def sessions_with(visit: Visit) -> list[TrainingSession]:
    """The sessions of a visit's programme, each with `own`: whether this delegate was there."""
    if visit.programme_id is None:
        return []
    own = Prefetch("attendance", Attendance.objects.filter(visit=visit), to_attr="own")
    rows: Any = TrainingSession.objects.filter(programme=visit.programme_id)
    return list(rows.in_order().select_related("partner", "material").prefetch_related(own))


@transaction.atomic
def keep_material(*, session: TrainingSession, upload: Upload, by: User, at: datetime) -> Document:
    """Keep a file for those who come, in place of an earlier one, which the office still has.

    Raises ValidationError for a file that is none we take.
    """
    found = uploads.checked(upload)
    locked = TrainingSession.objects.select_for_update().get(pk=session.pk)
    document = Document(
        office_id=locked.programme.office_id,
        title=uploads.title_of(upload, found.content_type),
        content_type=found.content_type,
        size=found.size,
        uploaded_by=by,
        uploaded_at=at,
    )
    sign(document, by)
    document.file.save("", upload)
    locked.material = document
    sign(locked, by)
    locked.save(update_fields=["material"])
    return document


@transaction.atomic
def remove(*, session: TrainingSession, by: User) -> None:
    """Take a session away. Raises NotPossible once attendance is noted."""
    locked = TrainingSession.objects.select_for_update().get(pk=session.pk)
    if Attendance.objects.filter(session=locked).exists():
        raise NotPossible(
            _("It is noted who was at “%(what)s”: the session stays.") % {"what": locked}
        )
    sign(locked, by)
    locked.delete()


def _note(
    session: TrainingSession, visit_pk: int, state: str, noted: Attendance | None, by: User
) -> bool:
    """Write one state down, or take it back; say whether that changed anything."""
    if (noted.state if noted else "") == state:
        return False
    row = noted or Attendance(session=session, visit_id=visit_pk)
    sign(row, by)
    if state:
        row.state = state
        row.save()
    else:
        row.delete()
    return True
