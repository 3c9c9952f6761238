"""Taking apart what people type into one cell."""

from deals.importing.words import lines, names, pieces


def test_free_text_is_parted_at_semicolons_and_lines():
    assert pieces(" food; energy ；\n water;; ") == ["food", "energy", "water"]


def test_a_piece_is_also_called_what_its_brackets_hold():
    assert [name.strip() for name in names("Chamber of Commerce (CCM)")] == [
        "Chamber of Commerce (CCM)",
        "Chamber of Commerce",
        "CCM",
    ]


def test_words_of_several_rows_stand_once_in_no_files_order():
    assert lines(["b", "", "a", "b"]) == "a\nb"
