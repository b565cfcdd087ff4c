from dataclasses import replace

from riwaya.actors import find_mentions, link_mentions
from riwaya.model import Article, Block, BlockKind, MentionType
from riwaya.text import read_words


def countries(*texts: str) -> dict[str, str | None]:
    """Arabic form -> the state its actor acts for, over articles of one paragraph each."""
    words = [
        read_words(Article(f"p{i}#1", f"p{i}", t, parts=(Block(BlockKind.BODY, 0, len(t)),)))
        for i, t in enumerate(texts)
    ]
    actors, _ = link_mentions([(w, find_mentions(w, None)) for w in words])
    return {form: a.country for a in actors for form in a.ar}


def test_a_state_is_its_own_and_its_bodies_act_for_it() -> None:
    found = countries("قالت وزارة الخارجية النرويجية إن النرويج لن تحضر.")
    assert found["النرويج"] == "country:NO"
    assert found["وزارة الخارجية النرويجية"] == "country:NO"


def test_the_role_before_a_name_tells_the_state() -> None:
    found = countries("وقال وزير الخارجية النرويجي أوسكار هالفورسن إن الطريق مغلق.")
    assert found.get("أوسكار هالفورسن") == "country:NO"


def test_nobody_acts_for_a_state_that_no_role_names() -> None:
    found = countries("وقال الخبير أوسكار هالفورسن إن الطريق مغلق في النرويج.")
    assert found.get("أوسكار هالفورسن") is None


def test_a_spelling_with_sh_or_s_is_one_person() -> None:
    names = ("إينيش غوفيا", "إينيس جوفيا")
    texts = [f"قالت المتحدثة {n} إن السفينة وصلت." for n in names]
    words = [
        read_words(Article(f"p{i}#1", f"p{i}", t, parts=(Block(BlockKind.BODY, 0, len(t)),)))
        for i, t in enumerate(texts)
    ]
    found = [(w, tuple(replace(m, type=MentionType.PER) for m in find_mentions(w, None))) for w in words]
    actors, _ = link_mentions(found)
    assert sum(a.kind is MentionType.PER for a in actors) == 1
