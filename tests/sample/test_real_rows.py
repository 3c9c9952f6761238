import pytest
from django.core.management import call_command

from delegates.models import Delegate, HostCountry, Posting, Visit
from itpo.office.models import FollowUp, Milestone, SampleRecord, User
from itpo.sample import clearing, loading
from tests.conftest import logged_in
from tests.factories import (
    ClaimFactory,
    DealFactory,
    DelegateFactory,
    FollowUpFactory,
    HostCountryFactory,
    MeetingFactory,
    OutgoingMailFactory,
    RuleFactory,
    SectorFactory,
    ThemeFactory,
    VisitFactory,
)
from tests.sample.conftest import AT
from tests.sample.everything import contents

pytestmark = pytest.mark.once


def test_an_empty_database_has_nothing_to_clear(db):
    assert clearing.clear(at=AT) == clearing.Cleared(0, [])
    assert not Milestone.objects.exists()


def test_unrelated_real_rows_stay_as_they_are(officer, manager):
    SectorFactory()
    ThemeFactory()
    RuleFactory(office=officer.office)
    delegate = DelegateFactory(country=HostCountryFactory(code="FJ", name="Fiji"))
    visit = VisitFactory(officer=officer, delegate=delegate)
    visit.follow_ups.add(FollowUpFactory(owner=officer, key="rule:1:visit:1"))
    MeetingFactory(officer=officer, visit=visit)
    ClaimFactory(deal=DealFactory(office=officer.office), recorded_by=manager)
    OutgoingMailFactory(user=officer)
    logged_in(officer)
    before = contents()
    loading.load(at=AT)

    cleared = clearing.clear(at=AT)

    assert cleared.kept == []
    assert contents() == before


def test_a_real_visit_keeps_its_delegate_and_country_and_says_so(officer, capsys):
    loading.load(at=AT)
    amina = Delegate.objects.get(family_name="Exemple", given_name="Amina")
    VisitFactory(officer=officer, delegate=amina, begins="2026-11-18", ends="2026-11-20")

    call_command("clear_sample")

    assert capsys.readouterr().out.splitlines()[:-1] == [
        "kept agency “AFIS” because of posting “Head of investor relations”",
        "kept delegate “EXEMPLE Amina” because of visit “Visit 18 Nov 2026 – 20 Nov 2026”",
        "kept host country “Senegal” because of delegate “EXEMPLE Amina”",
        "kept posting “Head of investor relations” because of delegate “EXEMPLE Amina”",
    ]
    assert list(Delegate.objects.all()) == [amina]
    assert list(HostCountry.objects.all()) == [amina.country]
    assert Posting.objects.count() == Delegate.history.count() == 1
    assert not User.objects.filter(is_sample=True).exists()
    assert not FollowUp.objects.exists()


def test_what_was_kept_goes_when_nothing_needs_it_any_more(officer):
    loading.load(at=AT)
    visit = VisitFactory(officer=officer, delegate=Delegate.objects.get(given_name="Amina"))
    first = clearing.clear(at=AT)
    second = clearing.clear(at=AT)
    visit.delete()
    Visit.history.all().delete()

    third = clearing.clear(at=AT)

    assert second == clearing.Cleared(0, first.kept)
    assert third == clearing.Cleared(4, [])
    assert not SampleRecord.objects.exists()
