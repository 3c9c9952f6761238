"""Which lists the delegates app takes in: the people who come to us."""

from django.utils.translation import gettext_lazy as _

from delegates.importing import delegates
from itpo.office.importing.kinds import Field, Kind, importable
from itpo.office.importing.numbers import number_field
from itpo.office.importing.readers import email, lines, one_of, text
from itpo.office.models.people import LANGUAGES

importable(
    Kind(
        name="delegates",
        label=_("Delegates"),
        fields=[
            number_field("delegates.delegate"),
            Field("full_name", _("whole name"), text(80), ["name", "nom complet", "氏名", "名前"]),
            Field("family_name", _("family name"), text(80), ["last name", "surname", "nom", "姓"]),
            Field(
                "given_name", _("given name"), text(80), ["first name", "forename", "prénom", "名"]
            ),
            Field("name_local", _("name in own script"), text(120), ["local name", "現地語名"]),
            Field("title", _("title"), text(20), ["salutation", "敬称", "civilité"]),
            Field("country", _("country"), text(200), ["country name", "国", "国名", "pays"]),
            Field("iso2", _("country's code"), text(10), ["iso", "country code", "国コード"]),
            Field(
                "agency",
                _("agency"),
                text(200),
                [
                    "organisation",
                    "organization",
                    "institution",
                    "ministry",
                    "機関",
                    "所属",
                    "agence",
                ],
            ),
            Field(
                "post", _("post"), text(160), ["position", "job title", "役職", "肩書", "fonction"]
            ),
            Field("email", _("e-mail"), email, ["email", "mail", "メール", "courriel"]),
            Field("phone", _("phone"), text(40), ["tel", "telephone", "電話", "téléphone"]),
            Field(
                "language", _("language of mails and papers"), one_of(LANGUAGES), ["言語", "langue"]
            ),
            Field("notes", _("notes"), lines(), ["remarks", "備考", "remarques"]),
        ],
        plan=delegates.plan,
        write=delegates.write,
        hint=_(
            "One row, one person. The country is needed, by its name or code. Somebody is known "
            "again by name and country, or by name and e-mail. An agency nobody knows yet is made."
        ),
    )
)
