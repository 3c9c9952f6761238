"""What a list of meetings can say."""

from django.utils.translation import gettext_lazy as _

from investors.importing import held
from investors.models import Meeting
from itpo.office.importing.kinds import Field
from itpo.office.importing.numbers import number_field
from itpo.office.importing.readers import day, lines, one_of, text

FIELDS = [
    number_field("investors.meeting"),
    Field("subject", _("subject"), text(200), ["title", "件名", "議題", "objet"]),
    Field("kind", _("kind"), one_of(Meeting.Kind.choices), ["type", "種類", "種別"]),
    Field("day", _("day"), day, ["date", "日付", "日", "面談日", "jour"]),
    Field("starts", _("starts"), held.clock, ["time", "from", "開始", "heure"]),
    Field("ends", _("ends"), held.clock, ["until", "to", "終了"]),
    Field("time_zone", _("time zone it was planned in"), held.time_zone, ["time zone"]),
    Field("place", _("place"), text(120), ["場所", "lieu"]),
    Field("state", _("state"), one_of(Meeting.State.choices), ["status", "状態"]),
    Field("companies", _("companies"), lines(), ["company", "会社", "会社名", "企業名"]),
    Field("contacts", _("contacts"), lines(), ["contact", "people", "担当者", "面談者"]),
    Field("delegates", _("delegates"), lines(), ["delegate"]),
    Field("officers", _("officers"), lines(), ["our side", "当方"]),
    Field("partners", _("partners"), lines(), ["partner"]),
    Field("others", _("others"), lines(), ["other people", "その他"]),
    Field("visit", _("during the visit"), text(200), ["visit of", "訪問"]),
    Field("mission", _("during the mission"), text(200), ["ミッション"]),
    Field("event", _("at the event"), text(200), ["イベント"]),
    Field("officer", _("who looks after it"), text(200), ["owner", "responsible"]),
    Field("outcome", _("what came of it"), lines(), ["result", "結果", "résultat"]),
    Field("interest", _("the company's interest"), one_of(Meeting.Interest.choices), ["interest"]),
    Field("source_url", _("source"), held.source, ["url"]),
]
