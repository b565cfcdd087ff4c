"""`conjugate`: the written, folded forms of a verb that Arabic news uses.

Given the third person masculine singular of the past and of the present as a dictionary spells
them (قال، يقول · نفى، ينفي · لجأ، يلجأ), it gives every third person form, the first person forms
that are regular, the jussive of defective verbs and the inflected active participle. Passives of
sound verbs have the same letters. Attached pronouns and particles are not added: `split_clitics`
takes them off. Broken patterns (قلن، قلنا) are given by the caller as further forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from riwaya.text.fold import fold_word

_DEFECTIVE = ("ا", "ى", "ي", "و")
# All marks but the damma, and the stroke that stretches a word.
_OTHER_MARKS = re.compile("[\u064b-\u064e\u0650-\u0652\u0670\u0640]")
# After a joining «و» or «ف»: a present prefix with a damma, «ا» and a damma within the letters before the stem's second
# vowel («اتُهم», «انتُخب», «استُهدف»), or any first letter with one.
_PASSIVE = re.compile(
    "[وف]?(?:س?[يتنأ]\u064f|ا(?:\u064f|\\w\u064f|\\w[تطد]\u064f)|(?!م)\\w\u064f|م\u064f\\w{2}(?:ت|تا|ا|وا)?$)"
)


def conjugate(past: str = "", present: str = "", participle: str = "") -> tuple[tuple[str, str], ...]:
    """`(folded form, tense)` pairs; tense is `past`, `present` or `participle`."""
    pairs: list[tuple[str, str]] = []
    if past:
        pairs += ((fold_word(f), "past") for f in _past(past))
    if present:
        pairs += ((fold_word(f), "present") for f in _present(present))
    if participle:
        pairs += ((fold_word(f), "participle") for f in _participle(participle))
    return tuple(dict.fromkeys(pairs))


def conjugate_passive(past: str) -> tuple[str, ...]:
    """The folded past forms that only the passive of a verb has, of those whose vowel is written: «أصاب» أصيب, «اغتال»
    اغتيل, «استعاد» استعيد, «حاكم» حوكم. Empty for all others; of short hollow verbs too, whose passives are other words
    as often («بيع», «قيد»)."""
    if past.startswith("است") and len(past) == 6 and past[4] == "ا":
        stem = past[:4] + "ي" + past[5]
    elif past[:1] == "أ" and len(past) == 4 and past[2] == "ا":
        stem = past[:2] + "ي" + past[3]
    elif past[:1] == "ا" and len(past) == 5 and past[3] == "ا" and past[2] in "تطد":
        stem = past[:3] + "ي" + past[4]
    elif len(past) == 4 and past[1] == "ا" and past[0] not in "اأ":
        stem = past[0] + "و" + past[2:]
    else:
        return ()
    if stem.endswith("ى"):
        return tuple(fold_word(f) for f in (stem[:-1] + "ي", stem[:-1] + "يت", stem[:-1] + "وا"))
    return tuple(fold_word(stem + e) for e in ("", "ت", "تا", "وا", "ا"))


def _past(stem: str) -> Iterator[str]:
    yield stem
    if stem.endswith(("ا", "ى")):
        short = stem[:-1]
        weak = "و" if stem.endswith("ا") else "ي"
        yield from (short + "ت", short + "تا", short + "وا", short + weak + "ا")
        yield from (short + weak + "نا", short + weak + "ت", short + "ا")  # نفاه: ى before a pronoun
        return
    yield from (stem + e for e in ("ت", "تا", "وا", "ا", "ن", "نا", "و"))  # و: قالوه
    if stem.endswith("أ"):
        yield stem[:-1] + "ؤوا"


def _present(stem: str) -> Iterator[str]:
    if not stem.startswith("ي"):
        raise ValueError(f"present stem must start with ي: {stem!r}")
    body = stem[1:]
    for prefix in "يتنأ":
        yield prefix + body
    if body.endswith(_DEFECTIVE) and len(body) > 1 and not body.endswith("أ"):
        short = body[:-1]
        dual = body if body.endswith(("و", "ي")) else short + "ي"
        for prefix in "يت":
            yield from (prefix + short, prefix + short + "ون", prefix + short + "وا", prefix + dual + "ان")
            yield prefix + short + "ا"
        yield "ن" + short
        return
    for prefix in "يت":
        yield from (prefix + body + e for e in ("ون", "وا", "ان", "ا", "ن", "و"))
        if body.endswith("أ"):
            yield prefix + body[:-1] + "ؤون"


def _participle(stem: str) -> Iterator[str]:
    if stem.endswith("ي"):
        yield from (stem, stem + "ا", stem + "ة", stem[:-1] + "ين", stem[:-1] + "ون", stem + "ان")
        return
    yield from (stem + e for e in ("", "ا", "ة", "ين", "ون", "ان", "ات", "تين", "تان"))


def bears_passive(verb: str) -> bool:
    """Whether the damma of a passive is written on a verb («اتُهمت», «قُتل», «ويُقتل»), as news does where letters alone
    would mislead. `verb` is a verb as the page writes it; of a noun the answer means nothing («هُجوم»). The present of
    forms II to IV has a damma in the active too («يُعلن»): who asks must take it for a passive or know the verb. A
    participle («مُعلن») is none, nor is a damma further on («يقتُل»)."""
    return _PASSIVE.match(_OTHER_MARKS.sub("", verb)) is not None
