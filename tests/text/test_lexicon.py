from riwaya.text import Lexicon, fold, tokenise


def found(lexicon: Lexicon[str], text: str) -> list[tuple[str, str]]:
    folded = fold(text)
    return [(h.payload, text[h.start : h.end]) for h in lexicon.find(folded, list(tokenise(folded)))]


def test_the_longest_phrase_wins_and_hits_do_not_overlap() -> None:
    lexicon: Lexicon[str] = Lexicon()
    lexicon.add("وزارة", "a ministry")
    lexicon.add("وزارة الملاحة", "the ministry")
    assert found(lexicon, "أعلنت وزارة الملاحة أن وزارة أخرى") == [
        ("the ministry", "وزارة الملاحة"),
        ("a ministry", "وزارة"),
    ]


def test_attached_particles_stay_outside_the_span() -> None:
    lexicon: Lexicon[str] = Lexicon()
    lexicon.add("الكرملين", "seat")
    lexicon.add("مسقط", "city")
    assert found(lexicon, "وبالكرملين ومسقط وللكرملين") == [("seat", "الكرملين"), ("city", "مسقط"), ("seat", "لكرملين")]


def test_an_article_or_a_pronoun_only_where_the_entry_allows_it() -> None:
    lexicon: Lexicon[str] = Lexicon()
    lexicon.add("بيان", "noun", article=True, pronoun=True)
    lexicon.add("قال", "verb")
    assert [p for p, _ in found(lexicon, "بيانها البيان قالها القال")] == ["noun", "noun"]


def test_particles_can_be_forbidden() -> None:
    lexicon: Lexicon[str] = Lexicon()
    lexicon.add("عد", "verb", particles="و")
    assert [w for _, w in found(lexicon, "وعد بعد عد")] == ["عد", "عد"]


def test_a_phrase_cut_off_at_the_end_is_not_found() -> None:
    lexicon: Lexicon[str] = Lexicon()
    lexicon.add("مجلس الأمن", "body")
    assert found(lexicon, "انعقد مجلس") == []
