"""People in order of rank, and as each language calls them."""

from itpo.office.persons import Person, in_order_of_rank


def names(people, language="en"):
    return [one.name for one in in_order_of_rank(people, language)]


def test_a_number_goes_before_the_post_and_the_unknown_come_last():
    people = [
        Person("SATO Mika", post="Clerk"),
        Person("ABE Ken", post="Clerk"),
        Person("MORI Yui", post="部長"),
        Person("KATO Jun", post="President"),
        Person("YAMADA Haruo", post="Clerk", rank=2),
        Person("ITO Rei", rank=1),
    ]

    assert names(people) == [
        "ITO Rei",
        "YAMADA Haruo",
        "KATO Jun",
        "MORI Yui",
        "ABE Ken",
        "SATO Mika",
    ]


def test_a_role_on_the_mission_counts_like_a_post():
    people = [Person("KATO Jun", post="President"), Person("ITO Rei", role="団長")]

    assert names(people) == ["ITO Rei", "KATO Jun"]


def test_in_japanese_names_of_one_rank_go_by_their_reading():
    people = [
        Person("ABE Ken", reading="あべ けん"),
        Person("UNO Aki"),
        Person("CHIBA Rie", reading="ちば りえ"),
        Person("SATO Mika", reading="さとう みか"),
    ]

    assert names(people) == ["ABE Ken", "CHIBA Rie", "SATO Mika", "UNO Aki"]
    assert names(people, "ja") == ["ABE Ken", "SATO Mika", "CHIBA Rie", "UNO Aki"]


def test_a_reading_is_sorted_alike_however_it_is_typed():
    people = [
        Person("SATO Mika", reading="ｻﾄｳ ﾐｶ"),
        Person("UNO Aki", "宇野亜紀"),
        Person("ONO Rie", reading="オーノ りえ"),
        Person("OONO Ken", reading="おおの けん"),
        Person("ABE Jun", reading="アベ ジュン"),
    ]

    assert names(people, "ja") == ["ABE Jun", "OONO Ken", "ONO Rie", "SATO Mika", "UNO Aki"]


def test_a_title_or_an_honorific_never_both():
    yamada = Person("YAMADA Haruo", "山田春男")
    benali = Person("BENALI Amina", "أمينة بنعلي", title="Dr.")

    called = [one.called(language) for one in (yamada, benali) for language in ("en", "ja")]

    assert called == ["YAMADA Haruo", "山田春男 様", "Dr. BENALI Amina", "Dr. BENALI Amina"]


def test_a_list_has_the_name_in_the_other_script_beside():
    yamada = Person("YAMADA Haruo", "山田春男", "Yazaki", "矢崎総業株式会社", "部長")

    said = [yamada.in_words(language) for language in ("en", "ja")]

    assert [(one["name"], one["other"], one["organisation"]) for one in said] == [
        ("YAMADA Haruo", "山田春男", "Yazaki"),
        ("山田春男 様", "YAMADA Haruo", "矢崎総業株式会社"),
    ]
