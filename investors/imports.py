"""Which lists the investors app takes in: companies, and people at them."""

from django.utils.translation import gettext_lazy as _

from investors.importing import companies, contacts, meetings
from investors.importing.meeting_fields import FIELDS as OF_MEETINGS
from itpo.office.importing.kinds import Field, Kind, importable
from itpo.office.importing.numbers import number_field
from itpo.office.importing.readers import day, email, lines, partial_day, text
from itpo.office.importing.records import write_records

COMPANY = ["company name", "会社", "会社名", "社名", "企業名", "勤務先", "所属", "法人名"]
READING = ["フリガナ", "ふりがな", "カナ", "かな", "読み", "よみ", "読み仮名", "furigana", "kana"]
COMPANY_NUMBER = _("number of the company’s record here")
WHOLE_NAME = ["name", "氏名", "名前", "お名前", "nom complet"]
DEPARTMENT = ["部署", "部署名", "所属部署", "部門", "service"]
EMAIL = ["email", "mail", "e-mail address", "メール", "電子メール", "courriel"]
PHONE = ["電話", "電話番号", "TEL", "telephone", "téléphone", "携帯"]
NAME_READING = [*READING, "氏名カナ", "氏名フリガナ"]
CORPORATE_NUMBER = ["法人番号", "corporate number", "houjin bangou", "numéro d’entreprise"]

importable(
    Kind(
        name="companies",
        label=_("Companies"),
        fields=[
            number_field("investors.company"),
            Field("name", _("name in Roman letters"), text(200), ["name", "英文社名", "英語名"]),
            Field("name_ja", _("name in Japanese"), text(200), [*COMPANY, "商号", "名称"]),
            Field("reading", _("reading in kana"), text(200), [*READING, "会社名カナ", "社名カナ"]),
            Field(
                "corporate_number",
                _("corporate number (法人番号)"),
                companies.corporate_number,
                CORPORATE_NUMBER,
            ),
            Field("address", _("address"), text(200), ["住所", "所在地", "本社所在地", "adresse"]),
            Field(
                "website",
                _("website"),
                companies.website,
                ["url", "web", "ホームページ", "HP", "ウェブサイト", "site web"],
            ),
            Field("sectors_typed", _("sectors, as typed"), lines(), ["sectors", "sector", "業種"]),
            Field("notes", _("notes"), lines(), ["備考", "メモ", "remarks", "remarques"]),
        ],
        plan=companies.plan,
        write=write_records,
        hint=_(
            "One row, one company. A name is enough, in either script. A company is known again by "
            "its corporate number or its name."
        ),
    )
)

importable(
    Kind(
        name="contacts",
        label=_("Contacts"),
        fields=[
            number_field("investors.contact"),
            Field("company", _("company"), text(200), COMPANY),
            number_field("investors.company", name="company_id", label=COMPANY_NUMBER),
            Field(
                "company_number",
                _("corporate number of the company (法人番号)"),
                companies.corporate_number,
                [*CORPORATE_NUMBER, "corporate_number"],
            ),
            Field(
                "full_name",
                _("whole name"),
                text(80),
                ["name", "氏名", "名前", "お名前", "nom complet"],
            ),
            Field("family_name", _("family name"), text(80), ["last name", "surname", "苗字"]),
            Field("given_name", _("given name"), text(80), ["first name", "forename"]),
            Field("family_name_ja", _("family name in kanji"), text(80), ["姓（漢字）", "氏"]),
            Field("given_name_ja", _("given name in kanji"), text(80), ["名（漢字）"]),
            Field(
                "reading", _("reading in kana"), text(120), [*READING, "氏名カナ", "氏名フリガナ"]
            ),
            Field(
                "department",
                _("department"),
                text(120),
                ["部署", "部署名", "所属部署", "部門", "service"],
            ),
            Field("post", _("post"), text(120), ["役職", "役職名", "肩書", "title", "position"]),
            Field(
                "email",
                _("e-mail"),
                email,
                ["email", "mail", "メール", "電子メール", "courriel", "e-mail address"],
            ),
            Field(
                "phone",
                _("phone"),
                text(40),
                ["電話", "電話番号", "TEL", "telephone", "téléphone", "携帯"],
            ),
            Field("since", _("in this post since"), partial_day, ["着任日", "就任日", "着任"]),
            Field("left_on", _("left on"), day, ["退職日"]),
            Field("notes", _("notes"), lines(), ["備考", "メモ", "remarks", "remarques"]),
        ],
        plan=contacts.plan,
        write=write_records,
        hint=_(
            "One row, one person at a company. A company nobody knows yet is made along. A person "
            "is known again by name and e-mail address, or by name and company."
        ),
    )
)

importable(
    Kind(
        name="meetings",
        label=_("Meetings"),
        fields=OF_MEETINGS,
        plan=meetings.plan,
        write=meetings.write,
        is_restricted=True,
        hint=_(
            "One row, one meeting that was held. Several people or companies in one cell are "
            "separated by semicolons. A meeting is known again by its day and subject."
        ),
    )
)
