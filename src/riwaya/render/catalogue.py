"""The words of the report, read from `assets/LANG.yaml`."""

from __future__ import annotations

from functools import cache
from importlib import resources

import yaml

from riwaya.errors import UsageError
from riwaya.present.catalogue import Catalogue as Language
from riwaya.present.catalogue import plural_form

__all__ = ["LANGUAGES", "Language", "language", "plural_form"]

LANGUAGES = ("ar", "en")


@cache
def language(lang: str) -> Language:
    """The interface language `ar` or `en`. Raises `UsageError` for any other."""
    if lang not in LANGUAGES:
        raise UsageError(f"no interface language {lang!r}; there are: {', '.join(LANGUAGES)}")
    text = resources.files("riwaya.render").joinpath(f"assets/{lang}.yaml").read_text("utf-8")
    words = yaml.safe_load(text)
    return Language(words["lang"], words["dir"], words)
