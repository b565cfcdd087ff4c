from riwaya.model import Article, Block, BlockKind
from riwaya.text import Words, read_words

TITLE, BODY = "غرق زورق قبالة الساحل", "قال الحرس إن الزورق غرق. ونجا ثلاثة."
TEXT = f"{TITLE}\nإعلان\n{BODY}"
AT = len(TITLE) + len("\nإعلان\n")
ARTICLE = Article(
    id="p#1",
    page="p",
    text=TEXT,
    parts=(Block(BlockKind.BODY, AT, len(TEXT)), Block(BlockKind.TITLE, 0, len(TITLE))),
)


def test_parts_are_read_in_page_order_and_nothing_else_is() -> None:
    words = read_words(ARTICLE)
    assert [words.text(s.start, s.end) for s in words.sentences] == [
        TITLE,
        "قال الحرس إن الزورق غرق.",
        "ونجا ثلاثة.",
    ]
    assert [words.kind_of(s) for s in words.sentences] == [BlockKind.TITLE, BlockKind.BODY, BlockKind.BODY]


def test_every_token_belongs_to_its_sentence() -> None:
    for sentence in read_words(ARTICLE).sentences:
        assert sentence.tokens
        assert all(sentence.start <= t.start < t.end <= sentence.end for t in sentence.tokens)


def test_sentence_at_an_offset() -> None:
    words = read_words(ARTICLE)
    found = words.sentence_at(TEXT.index("نجا"))
    assert found is not None
    assert words.text(found.start, found.end) == "ونجا ثلاثة."
    assert words.sentence_at(len(TITLE) + 2) is None


def test_what_is_made_of_words_is_made_once_until_they_are_released() -> None:
    words = read_words(Article("a#1", "a", "وصل القطار."))
    made: list[int] = []

    def count(_: Words) -> int:
        made.append(1)
        return len(made)

    assert [words.once("count", count), words.once("count", count)] == [1, 1]
    words.release()
    assert words.once("count", count) == 2
