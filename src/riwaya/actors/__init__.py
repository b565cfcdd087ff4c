"""Actors: names in Arabic pages, and whom they mean.

    found = find_mentions(words, encoder)             # one article: names with their spans
    actors, linked = link_mentions([(words, found)])  # all articles of a run: identities

A collection that grows keeps the ids of pages (`name_mentions`) apart from who they are (`meet`, `name_keys`,
`may_be_one`).
`find_roles` gives bare roles («السفير النمساوي», «الشرطة») that are no mentions but may speak or act; `office_holder`
says who held an office on a day. `check_rules` runs the examples of the rule files; `explain` tells what fired.
"""

from riwaya.actors.check import check_rules, explain
from riwaya.actors.find import Named, NameReader, find_mentions
from riwaya.actors.growing import folded_names, is_known, may_be_one, name_keys
from riwaya.actors.likeness import name_likeness
from riwaya.actors.link import Met, link_mentions, meet, name_mentions
from riwaya.actors.roles import demonym_country, find_roles, office_holder

__all__ = [
    "Met",
    "NameReader",
    "Named",
    "check_rules",
    "demonym_country",
    "explain",
    "find_mentions",
    "find_roles",
    "folded_names",
    "is_known",
    "link_mentions",
    "may_be_one",
    "meet",
    "name_keys",
    "name_likeness",
    "name_mentions",
    "office_holder",
]
