"""Whether a name in Latin letters, of a host or beside an Arabic one, is the Arabic name as it sounds.

Consonants are compared, those that are written alike in Latin letters as one; vowels, و and ي say little, because every
house writes them its own way. Data: `latin` of `rules/ar/reading_names.yaml`.
"""

from __future__ import annotations

import re
from functools import cache

from riwaya.remembered import remembered
from riwaya.rules import load
from riwaya.text import fold_word

_LEAST = 3  # consonants of a name that may be told from another
_PAIRS = (("ch", "s"), ("sh", "s"), ("th", "t"), ("kh", "k"), ("gh", "g"), ("dh", "d"), ("ph", "f"), ("ck", "k"))
_ALIKE = str.maketrans("qcvzpj", "kkfsbg")
_SILENT = re.compile(r"[^a-z]|[aeiouwyh]")
_TWICE = re.compile(r"(.)\1+")
_ENDS = re.compile(r"\.(?:com|net|org|info|news|media|press|tv|co|gov|edu|online|site)(?:\.[a-z]{2})?$|\.[a-z]{2,}$")


def sounds_like(arabic: str, latin: str) -> bool:
    """Whether words in Latin letters spell an Arabic name: «رواق الجنوب» and `rowaqaljanoub`."""
    own = sound_of(arabic)
    return len(own) >= _LEAST and own == _skeleton(latin.lower())


def sounds_of_host(arabic: str, host: str) -> bool:
    """Whether a host is called as an outlet is, with or without what kind of outlet it is."""
    return sounds_like(arabic, _ENDS.sub("", host.removeprefix("www.")).rpartition(".")[2])


@remembered(1024)
def sound_of(arabic: str) -> str:
    """The consonants of an Arabic name in Latin letters."""
    letters = _letters()
    return _skeleton("".join(letters.get(c, "") for c in fold_word(arabic)))


def _skeleton(words: str) -> str:
    for pair, one in _PAIRS:
        words = words.replace(pair, one)
    return _TWICE.sub(r"\1", _SILENT.sub("", words.translate(_ALIKE)))


@cache
def _letters() -> dict[str, str]:
    rows = load("ar/reading_names")["latin"]
    return {fold_word(str(letter)): str(rows[letter]) for letter in rows}
