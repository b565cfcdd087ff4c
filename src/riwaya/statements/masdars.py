"""Verbal nouns («إلغاء», «استقالته»): by a list where no pattern shows them, else by their form."""

from __future__ import annotations

import re

from riwaya.statements.cues import book

_MASDAR = re.compile(
    r"(?:ا[^\Wا]{2}ا[^\Wا]|است[^\Wا]{1,2}ا[^\Wا]|ا[^\Wا]ا[^\Wا](?=ه)|ا[نتست]?[^\W]{2,3}ا[^\Wا]|ت[^\W]{2}ي[^\W]|ت[^\Wا]ا[^\W]{2}|م[^\W]ا[^\W]{2}ه|ا[^\W]{2,3}اء?|تو[^\W]{2,3}|اي[^\W]ا[^\W])"
    r"(?:ه|ها|هم|هما|ات)?$"
)
_OWNED = 6  # letters of a verbal noun in «ة» with its owner


def is_masdar(word: str) -> bool:
    """True where a folded word without an article looks like a verbal noun."""
    if book().has("masdars_in_al", word.removesuffix("ها").removesuffix("هم")):
        return True
    if word.startswith("ال") or len(word) < 2:
        return False
    if word.endswith("ا") and len(word) > 3 and book().has("masdars", word[:-1]):
        return True
    if book().has("masdars", word) or (word.endswith(("ها", "هم")) and book().has("masdars", word[:-2])):
        return True
    if word.endswith("ه") and book().has("masdars", word[:-1]):
        return True
    if word.endswith(("ته", "تها", "تهم")):
        stem = word[: word.rindex("ت")] + "ه"  # «استقالته»
        if book().has("masdars", stem) or (len(word) > _OWNED and is_masdar(stem)):
            return True
    return len(word) > 3 and _MASDAR.match(word) is not None and not book().has("prepositions", word)
