"""Actors: names in Arabic pages, and whom they mean.

    found = find_mentions(words, encoder)             # one article: names with their spans
    actors, linked = link_mentions([(words, found)])  # all articles of a run: identities

`find_roles` gives bare roles («السفير النمساوي», «الشرطة») that are no mentions but may speak or act; `office_holder`
says who held an office on a day. `check_rules` runs the examples of the rule files; `explain` tells what fired.
"""

from riwaya.actors.check import check_rules, explain
from riwaya.actors.find import Named, NameReader, find_mentions
from riwaya.actors.likeness import name_likeness
from riwaya.actors.link import link_mentions
from riwaya.actors.roles import demonym_country, find_roles, office_holder

__all__ = [
    "NameReader",
    "Named",
    "check_rules",
    "demonym_country",
    "explain",
    "find_mentions",
    "find_roles",
    "link_mentions",
    "name_likeness",
    "office_holder",
]
