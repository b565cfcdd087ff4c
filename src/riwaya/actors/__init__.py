"""Actors: names in Arabic pages, and whom they mean.

    found = find_mentions(words, encoder)           # one article: names with their spans
    actors, linked = link_mentions([(words, found)])  # all articles of a run: identities

`find_roles` gives bare roles («السفير النمساوي», «الشرطة») that are no mentions but may speak or act; `office_holder`
says who held an office on a day. `check_rules` runs the examples of the rule files; `explain` tells what fired.
"""

from riwaya.actors.find import Named, NameReader, find_mentions

__all__ = ["NameReader", "Named", "find_mentions"]
