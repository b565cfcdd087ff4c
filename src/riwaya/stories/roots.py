"""Roots, roughly: the strong consonants of a lemma, by which forms of one word and spellings of one name meet.

«مقتل»، «قتلى», «تلغرام»، «تليغرام», «بوتين»، «بوتن»: newsrooms differ in them, and a look-up of lemmas does not bring
them together. No dictionary stands behind it; unrelated words may meet, which costs little where many are weighed.
"""

from __future__ import annotations

from riwaya.remembered import remembered

_WEAK = str.maketrans("", "", "اوي")


@remembered(65536)
def skeleton(lemma: str) -> str:
    """The strong consonants of a lemma without the commonest augments; empty where fewer than three stay."""
    if lemma[0] in "@0123456789" or not "\u0621" <= lemma[0] <= "\u064a":
        return ""
    bare = lemma.removeprefix("است").removeprefix("مست")
    if len(bare) > 3 and bare[0] in "متني":
        bare = bare[1:]
        if len(bare) > 3 and bare[1] == "ت":  # the infix of مفتعل and يفتعل
            bare = bare[0] + bare[2:]
    if len(bare) > 4 and bare[:2] in ("ات", "ان"):
        bare = bare[2:]
    elif len(bare) > 4 and bare[0] == "ا" and bare[2] == "ت":
        bare = bare[1] + bare[3:]
    bare = bare.removesuffix("ه").translate(_WEAK)
    return bare if len(bare) >= 3 else ""


def root_of(lemma: str) -> str:
    """The strong consonants of `lemma`, or the lemma itself where it has too few."""
    return skeleton(lemma) or lemma
