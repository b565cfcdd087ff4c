"""Stories: who took their words from whom, what the retelling changed, which reports are one event.

`find_derivations(accounts, judgements)` and `group_stories(accounts, derivations, judgements)` see all accounts of a
run; a `Grouper` is fed portion by portion and tells what changed. `find_translations` adds which articles
were made from an English page. They import no sibling room. Knowledge: `rules/ar/derivation.yaml`,
`rules/ar/commonness.yaml`, `rules/actor_commonness.yaml`, `rules/stories.yaml`, `rules/english.yaml`.
"""

from riwaya.stories.checks import check_rules, explain
from riwaya.stories.derive import find_derivations
from riwaya.stories.group import group_stories
from riwaya.stories.grouper import Changes, Grouper
from riwaya.stories.origins import count_independent
from riwaya.stories.translations import find_translations
from riwaya.stories.weights import ENOUGH

__all__ = [
    "ENOUGH",
    "Changes",
    "Grouper",
    "check_rules",
    "count_independent",
    "explain",
    "find_derivations",
    "find_translations",
    "group_stories",
]
