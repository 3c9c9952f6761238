"""The papers and checklists of the sample, and that their files go with it."""

import pytest

from delegates.models import ChecklistItem, ChecklistStep, Paper, Visit
from investors.models import MissionPaper
from itpo.office.models import Document, Office
from itpo.sample import clearing, loading
from tests.delegates.papers.reading import pdf_of, stands_in
from tests.factories import OfficeFactory
from tests.sample.conftest import AT

pytestmark = pytest.mark.once


def files(settings):
    return [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_the_visits_that_are_coming_have_checklists_and_letters(db, settings):
    loading.load(at=AT)

    coming = set(Visit.objects.filter(state="planned"))
    here = set(Visit.objects.filter(state="running", programme__isnull=False))
    paper = Paper.objects.get(language="ja")
    assert coming != set()
    assert {item.visit for item in ChecklistItem.objects.select_related("visit")} == (coming | here)
    assert (
        stands_in(pdf_of(paper), "招へい理由書", paper.visit.delegate.full_name, "架空 恵子") == []
    )
    assert len(files(settings)) == Document.objects.count() == 11
    assert (Paper.objects.count(), MissionPaper.objects.count()) == (8, 3)


def test_the_files_go_with_the_sample(db, settings, django_capture_on_commit_callbacks):
    loading.load(at=AT)

    with django_capture_on_commit_callbacks(execute=True):
        clearing.clear(at=AT)

    assert files(settings) == []


def test_a_real_office_keeps_its_letterhead_and_its_steps(db):
    office = OfficeFactory(signed_by="YAMADA Haruo")

    loading.load(at=AT)

    office.refresh_from_db()
    assert (office.signed_by, office.address) == ("YAMADA Haruo", "")
    assert Office.objects.count() == 1
    assert (ChecklistStep.objects.count(), Paper.objects.count()) == (0, 0)
