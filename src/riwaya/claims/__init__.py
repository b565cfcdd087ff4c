"""Claims: standing facts and figures that are no events.

A rank as a partner, a volume of trade, the size of a population or a diaspora, membership, a
border, an alliance: who (subject), what (relation), to whom (object), how many (quantity), as of
when, who says it. Rules are patterns (`rules/ar/claims.yaml`); precision comes before recall, and
the direction of a relation is part of the pattern: «تمثل أ ثاني أكبر شريك تجاري لـب» has subject أ.

| module | gives |
|---|---|
| `row` | a sentence with its names |
| `patterns` | the rule file, compiled and matched |
| `find` | `find_claims`: matches made into claims, pronouns resolved |
"""

from riwaya.claims.find import check_rules, explain, find_claims

__all__ = ["check_rules", "explain", "find_claims"]
