"""Which lists the deals app takes in: deals, and programmes, missions and events."""

from django.utils.translation import gettext_lazy as _

from deals.importing import activities, activity_rows, deal_rows, deals
from deals.importing.whole import Whole
from itpo.office.importing.kinds import Field, Kind, importable
from itpo.office.importing.numbers import number_field
from itpo.office.importing.readers import lines

WORDS = lines()  # the importers read the words themselves
REFERENCE = _("reference")
CODE = _("country's code")
SECTORS = _("sectors")
SOURCE = _("source")
NOTES = _("notes")

DEALS = Whole(deals.take, deal_rows.COLUMNS)
ACTIVITIES = Whole(activities.take, activity_rows.COLUMNS)

importable(
    Kind(
        name="deals",
        label=_("Deals"),
        fields=[
            number_field("deals.deal"),
            Field("ref", REFERENCE, WORDS, ["no", "番号"]),
            Field(
                "title", _("title"), WORDS, ["deal", "案件", "案件名", "titre"], is_required=True
            ),
            Field(
                "company", _("companies"), WORDS, ["company", "会社", "会社名", "企業名", "société"]
            ),
            Field("country", _("country"), WORDS, ["国", "国名", "pays"]),
            Field("iso2", CODE, WORDS, ["iso", "country code", "国コード"]),
            Field("sector", SECTORS, WORDS, ["sector", "業種", "分野", "secteur"]),
            Field("year", _("began, by the list"), WORDS, ["年", "année"]),
            Field("jobs", _("jobs"), WORDS, ["雇用", "雇用者数", "emplois"]),
            Field("value_amount", _("capital"), WORDS, ["amount", "value", "金額", "montant"]),
            Field("value_currency", _("currency"), WORDS, ["通貨", "devise"]),
            Field("figure_kind", _("kind of the figures"), WORDS),
            Field("as_of", _("figures as of"), WORDS),
            Field("part_of", _("reference of the larger deal"), WORDS),
            Field("outcome_type", _("kind, as typed"), WORDS, ["type"]),
            Field("status", _("status, as typed"), WORDS),
            Field("itpo_link", _("our part, as documented"), WORDS),
            Field("source_url", SOURCE, WORDS, ["url", "出典"]),
            Field("notes", NOTES, WORDS, ["備考", "remarks", "remarques"]),
        ],
        plan=DEALS.plan,
        write=DEALS.write,
        is_restricted=True,
        hint=_(
            "Rows with the same reference tell of one deal. A deal is known again by that, or "
            "by kind, country, year and source. Companies nobody knows yet are made along."
        ),
    )
)

importable(
    Kind(
        name="activities",
        label=_("Programmes, missions and events"),
        fields=[
            number_field(*activity_rows.TABLES.values()),
            Field("ref", REFERENCE, WORDS, ["no", "番号"]),
            Field("kind", _("kind"), WORDS, ["type", "種別", "種類"], is_required=True),
            Field("country", _("country"), WORDS, ["国", "国名", "pays"]),
            Field("iso2", CODE, WORDS, ["iso", "country code", "国コード"]),
            Field("start", _("begins"), WORDS, ["date", "from", "開始日", "début"]),
            Field("end", _("ends"), WORDS, ["until", "to", "終了日", "fin"]),
            Field("host_org", _("organisers"), WORDS, ["organiser", "主催"]),
            Field("counterpart_org", _("counterparts"), WORDS, ["counterpart"]),
            Field("sectors", SECTORS, WORDS, ["sector", "業種", "分野", "secteur"]),
            Field("participants", _("participants"), WORDS, ["参加者数"]),
            Field("companies_on_mission", _("companies on the mission"), WORDS),
            Field("companies_met", _("companies met"), WORDS),
            Field("direction", _("direction or place"), WORDS, ["place", "場所", "lieu"]),
            Field("itpo_linked", _("ours"), WORDS),
            Field("source_url", SOURCE, WORDS, ["url", "出典"]),
            Field("notes", NOTES, WORDS, ["備考", "remarks", "remarques"]),
        ],
        plan=ACTIVITIES.plan,
        write=ACTIVITIES.write,
        hint=_(
            "A row is a leg of a mission, a country of a programme, or an event; rows of one "
            "reference belong together. The kind is needed: delegate_programme, business_mission, "
            "seminar, webinar, fair or technology_tour."
        ),
    )
)
