"""The forms of the records all offices share."""

from itpo.office.models import Partner
from itpo.office.record_forms import RecordForm, editable


@editable()
class PartnerForm(RecordForm):
    pairs = [("short_name", "kind")]

    class Meta(RecordForm.Meta):
        model = Partner
        fields = ("name", "short_name", "kind", "website", "is_us")
