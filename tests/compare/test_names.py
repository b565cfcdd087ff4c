from riwaya.account import Affair
from riwaya.compare import find_contrasts
from riwaya.model import AlignedPair, Contrast, ContrastKind, Derivation, MentionType
from tests.making import Maker


def contrasts(*makers: Maker, derivations: tuple[Derivation, ...] = ()) -> tuple[Contrast, ...]:
    return find_contrasts(Affair(tuple(m.account() for m in makers), derivations=derivations))


def named(page: str, *forms: tuple[str, str]) -> Maker:
    body = [f"وصل {form} إلى المرفأ." for form, _ in forms]
    maker = Maker(page, "وصول", body)
    for form, actor in forms:
        maker.names(form, actor, MentionType.PER)
    return maker


def test_spellings_of_all_names_are_one_contrast() -> None:
    one = named("a", ("نونو سيردال", "person:s"), ("إينيش غوفيا", "person:g"))
    two = named("b", ("نونو سردال", "person:s"), ("إينيس جوفيا", "person:g"))
    (found,) = contrasts(one, two)
    assert found.rule == "spelling"
    assert [p.value for p in found.positions if p.holder == "person:s"] == ["نونو سيردال", "نونو سردال"]
    assert len(found.positions) == 4


def test_a_hash_sign_or_a_shorter_name_is_no_other_spelling() -> None:
    assert contrasts(named("a", ("نونو #سيردال", "person:s")), named("b", ("نونو سيردال", "person:s"))) == ()
    assert contrasts(named("a", ("نونو سيردال", "person:s")), named("b", ("سيردال", "person:s"))) == ()


def test_a_name_dropped_while_the_office_is_kept_is_told_less_precisely() -> None:
    first, second = "أوقفت الشرطة مدير المرفأ نونو سيردال وسائقه", "أوقفت الشرطة مدير المرفأ وسائقه"
    one = Maker("a", "توقيف", [first + "."]).names("نونو سيردال", "person:s", MentionType.PER)
    two = Maker("b", "توقيف", [second + "."])
    pair = AlignedPair(one.span(first), two.span(second), 0.9)
    derivation = Derivation(one.id, two.id, "rewrite", 0.9, "test", pairs=(pair,))
    (found,) = contrasts(one, two, derivations=(derivation,))
    assert (found.kind, found.rule) == (ContrastKind.PRECISION, "named")
    assert [p.value for p in found.positions] == ["نونو سيردال", "مدير المرفأ"]


def test_a_surname_kept_drops_no_name() -> None:
    first, second = "أوقفت الشرطة مدير المرفأ نونو سيردال وسائقه", "أوقفت الشرطة مدير المرفأ سيردال وسائقه"
    one = Maker("a", "توقيف", [first + "."]).names("نونو سيردال", "person:s", MentionType.PER)
    two = Maker("b", "توقيف", [second + "."])
    pair = AlignedPair(one.span(first), two.span(second), 0.9)
    assert contrasts(one, two, derivations=(Derivation(one.id, two.id, "rewrite", 0.9, "t", pairs=(pair,)),)) == ()
