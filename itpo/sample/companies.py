"""Invented companies, their people and what they can do; partners, interpreters and rooms."""

from investors.models import Company, Contact, Resource, Technology
from itpo.office.models import Partner, Sector
from itpo.sample.book import INVENTED, Book

# Name here, names in Roman letters, Japanese and kana, owner, sector as typed, ISIC.
COMPANIES = [
    (
        "foods",
        ("Fictive Foods Co., Ltd.", "架空食品株式会社", "カクウショクヒン"),
        "hanako",
        ("food processing", "10"),
    ),
    (
        "machines",
        ("Sample Machinery Works, Ltd.", "見本機械製作所株式会社", "ミホンキカイセイサクショ"),
        "hanako",
        ("food machinery", "28"),
    ),
    (
        "solar",
        ("Imaginary Solar K.K.", "空想ソーラー株式会社", "クウソウソーラー"),
        "hanako",
        ("renewable energy", "35"),
    ),
    (
        "logistics",
        ("Fictive Logistics Co., Ltd.", "架空物流株式会社", "カクウブツリュウ"),
        "hanako",
        ("logistics", "52"),
    ),
    (
        "textiles",
        ("Example Textiles Co., Ltd.", "例示繊維株式会社", "レイジセンイ"),
        "jiro",
        ("textiles", "13"),
    ),
    (
        "parts",
        ("Mock Auto Parts Co., Ltd.", "模擬自動車部品株式会社", "モギジドウシャブヒン"),
        "jiro",
        ("automotive parts", "29"),
    ),
    (
        "water",
        ("Sample Water Systems Co., Ltd.", "見本水処理株式会社", "ミホンミズショリ"),
        "jiro",
        ("wastewater treatment", "37"),
    ),
    (
        "electronics",
        ("Placeholder Electronics Corporation", "仮名電子株式会社", "カメイデンシ"),
        "jiro",
        ("electronics", ""),
    ),
    # The first one, written down once more by somebody else: the page of duplicates shows both.
    ("foods again", ("Fictive Foods", "", ""), "jiro", ("foods", "10")),
]
# Company, name here, names in Roman letters, kanji, kana, department and post.
CONTACTS = [
    ("foods", "taro", ("Mihon", "Taro"), ("見本", "太郎"), "ミホン タロウ", "海外事業部", "部長"),
    ("foods", "yuki", ("Kaku", "Yuki"), ("架空", "由紀"), "カクウ ユキ", "海外事業部", "主任"),
    ("machines", "ken", ("Mihon", "Ken"), ("見本", "健"), "ミホン ケン", "営業部", "課長"),
    ("solar", "mei", ("Mihon", "Mei"), ("見本", "芽衣"), "ミホン メイ", "事業開発室", "室長"),
    ("logistics", "ryo", ("Kaku", "Ryo"), ("架空", "亮"), "カクウ リョウ", "国際部", "次長"),
    ("textiles", "aya", ("Mihon", "Aya"), ("見本", "彩"), "ミホン アヤ", "生産管理部", "部長"),
    ("parts", "shin", ("Kaku", "Shin"), ("架空", "真"), "カクウ シン", "経営企画部", "執行役員"),
    ("water", "emi", ("Mihon", "Emi"), ("見本", "恵美"), "ミホン エミ", "海外営業部", "課長"),
    ("electronics", "jun", ("Kaku", "Jun"), ("架空", "潤"), "カクウ ジュン", "企画部", "部長"),
]
# Company, name, what it does, ISIC.
TECHNOLOGIES = [
    ("machines", "Small tomato paste line", "Two tonnes of tomatoes an hour.", "28"),
    (
        "solar",
        "Solar roof with battery",
        "Keeps a cold store through the night.",
        "35",
    ),
    ("water", "Compact aeration unit", "Cleans the waste water of a small tannery.", "37"),
    ("parts", "Wire harness training bench", "Teaches crimping and testing.", "29"),
]
# Name here, name, kind.
PARTNERS = [
    ("embassy", "Fictive Embassy of Senegal in Tokyo", Partner.Kind.EMBASSY),
    ("chamber", "Sample Chamber of Commerce of Dakar", Partner.Kind.CHAMBER),
    ("university", "Imaginary University of Technology", Partner.Kind.UNIVERSITY),
]
RESOURCES = [
    ("interpreter fr", Resource.Kind.INTERPRETER, "Sample interpreter, French", "fr, ja"),
    ("interpreter pt", Resource.Kind.INTERPRETER, "Sample interpreter, Portuguese", "pt, ja"),
    ("room", Resource.Kind.ROOM, "Sample meeting room", ""),
    ("car", Resource.Kind.CAR, "Sample car", ""),
]


def add(book: Book) -> None:
    """Add the companies with their people and technologies, the partners and the resources."""
    for key, names, owner, sector in COMPANIES:
        _add_company(book, key, names, owner, sector)
    book["foods abroad"] = Company.objects.get_or_create(
        name="Fictive Foods Sénégal SA",
        defaults={"parent": book["foods"], "owner": book.staff.hanako, "notes": INVENTED},
    )[0]
    for company, key, person, person_ja, reading, department, post in CONTACTS:
        book[key] = Contact.objects.get_or_create(
            company=book[company],
            family_name=person[0],
            given_name=person[1],
            defaults={
                "family_name_ja": person_ja[0],
                "given_name_ja": person_ja[1],
                "reading": reading,
                "department": department,
                "post": post,
                "email": f"{person[1]}.{person[0]}@example.com".lower(),
                "notes": INVENTED,
            },
        )[0]
    for company, name, summary, code in TECHNOLOGIES:
        technology, is_new = Technology.objects.get_or_create(
            company=book[company], name=name, defaults={"summary": f"{INVENTED} {summary}"}
        )
        if is_new:
            technology.sectors.set(Sector.objects.filter(code=code))
    for key, name, kind in PARTNERS:
        book[key] = Partner.objects.get_or_create(name=name, defaults={"kind": kind})[0]
    for key, sort, name, languages in RESOURCES:
        book[key], _is_new = Resource.objects.get_or_create(
            office=book.office, kind=sort, name=name, defaults={"languages": languages}
        )


def _add_company(
    book: Book, key: str, names: tuple[str, str, str], owner: str, sector: tuple[str, str]
) -> None:
    name, name_ja, reading = names
    sector_typed, code = sector
    book[key], is_new = Company.objects.get_or_create(
        name=name,
        defaults={
            "name_ja": name_ja,
            "reading": reading,
            "owner": book.staff.named(owner),
            "sectors_typed": sector_typed,
            "notes": INVENTED,
        },
    )
    if is_new:
        book[key].sectors.set(Sector.objects.filter(code=code))
