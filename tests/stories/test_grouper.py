from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import pytest

from riwaya.account import Account
from riwaya.model import Derivation, Judgement, Precision, Published, Story, Topic
from riwaya.stories import Changes, Grouper, find_derivations, group_stories
from riwaya.stories.derive import _Work
from riwaya.stories.judge import Judge
from riwaya.stories.linkage import Clusters

from .conftest import make_account

PLACES = ["سوسة", "صفاقس", "قابس", "باجة", "طبرقة", "نابل", "القيروان", "المنستير", "جندوبة", "قفصة", "توزر", "تطاوين"]
THINGS = ["جسر", "سوق", "ميناء", "مدرسة", "مصنع", "متحف", "ملعب", "سد", "مطحنة", "منارة", "مكتبة", "حديقة"]
DEEDS = (
    "انهار {thing} قديم في {place} فجر اليوم وأصيب {n} من العمال بجروح خفيفة نقلوا إثرها إلى المستشفى الجهوي",
    "افتتح الوالي {thing} جديدا في {place} بعد أشغال دامت {n} أشهر وكلفت البلدية مبالغ كبيرة من ميزانيتها",
    "اندلع حريق كبير في {thing} بمدينة {place} وأخمدته فرق الإطفاء بعد {n} ساعات من العمل المتواصل ليلا",
    "أضرب عمال {thing} في {place} مطالبين بزيادة الأجور بنسبة {n} في المئة وبتحسين ظروف العمل والنقل",
)
MORE = (
    "وقال شهود من سكان {place} إن {thing} كان مغلقا منذ أسابيع بسبب الأمطار الغزيرة التي هطلت على الجهة.",
    "ووعدت البلدية بصرف تعويضات للمتضررين قبل نهاية الشهر الحالي وبإصلاح {thing} في أقرب الآجال الممكنة.",
    "ويعيش في {place} نحو {n} ألف ساكن يعمل أكثرهم في الفلاحة والصيد البحري وفي معامل الخياطة الصغيرة.",
    "وكان خبراء قد نبهوا في تقرير سابق إلى أن {thing} يحتاج إلى صيانة عاجلة ولم تصل أي استجابة إلى اليوم.",
)


@cache
def stream() -> tuple[Account, ...]:
    """Reports of made-up events, over some weeks: several of one event, copies, updates, one without words."""
    dice, found = random.Random(5), []
    for k in range(48):
        place, thing, n = dice.choice(PLACES), dice.choice(THINGS), dice.randint(3, 90)
        first, *others = (t.format(place=place, thing=thing, n=n) for t in (dice.choice(DEEDS), *MORE))
        day = f"2024-03-{1 + k // 3:02}"
        for m in range(dice.choice((1, 1, 2, 3))):
            dice.shuffle(others)
            name, outlet = f"p{k:02}{m}", dice.choice("سصع")
            title = " ".join(first.split()[: 5 + m])
            found.append(
                at(f"{7 + m:02}:{k:02}", make_account(name, title, first, *others[: 2 + m], day=day, outlet=outlet))
            )
        if k % 5 == 0:
            copy = make_account(f"q{k:02}", title, first, *others[: 2 + m], day=day, outlet="ق")
            found.append(at(f"21:{k:02}", copy))
    found.append(make_account("zz", "", "", day="2024-03-04"))
    return tuple(found)


def at(clock: str, account: Account) -> Account:
    """The account, printed at a time of its day."""
    published = account.article.published
    assert published
    when = replace(published.when, value=f"{published.when.value}T{clock}", precision=Precision.MINUTE)
    return replace(account, words=replace(account.words, article=replace(account.article, published=Published(when))))


@dataclass
class Seen:
    """What somebody who is told of changes knows."""

    stories: dict[str, Story] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    derivations: dict[str, Derivation] = field(default_factory=dict)

    def take(self, changes: Changes) -> None:
        for old, _ in changes.merged:
            self.stories.pop(old, None)
            self.topics.pop(old, None)
        for derived in changes.withdrawn:
            self.derivations.pop(derived, None)
        self.stories |= {s.id: s for s in changes.stories}
        self.topics |= {t.id: t for t in changes.topics}
        self.derivations |= {d.derived: d for d in changes.derivations}

    @property
    def home(self) -> dict[str, str]:
        return {a: s.id for s in self.stories.values() for a in s.articles}


def in_time(accounts: Iterable[Account]) -> list[Account]:
    return sorted(accounts, key=lambda a: (a.article.published.when.value if a.article.published else "9", a.id))


def feed(accounts: Sequence[Account], portion: int, *, window: int = 4000, saved: bool = False) -> Seen:
    """All accounts in portions; where `saved`, the grouper is saved and restored after each."""
    seen, grouper, kept = Seen(), Grouper(window=window), {a.id: a for a in accounts}
    for i in range(0, len(accounts), portion):
        seen.take(grouper.add(accounts[i : i + portion]))
        if saved:
            grouper = Grouper.restore(grouper.save(), kept.get)
    return seen


@pytest.mark.parametrize("portion", [1, 7])
@pytest.mark.parametrize("window", [4000, 50])
def test_portions_never_matter(portion: int, window: int) -> None:
    accounts = in_time(stream())
    assert feed(accounts, portion, window=window) == feed(accounts, len(accounts), window=window)


@pytest.mark.parametrize("window", [4000, 50])
def test_a_saved_grouper_goes_on_as_if_nothing_had_been(window: int) -> None:
    accounts = in_time(stream())
    assert feed(accounts, 13, window=window, saved=True) == feed(accounts, 13, window=window)


@pytest.mark.parametrize("n", [20, 200])
def test_whole_lists_are_grouped_as_a_stream_is(n: int) -> None:
    accounts = in_time(stream())[:n]
    seen = feed(accounts, 7)
    derivations = find_derivations(accounts[::-1])
    stories, topics = group_stories(accounts[::-1], derivations)
    assert {d.derived: d for d in derivations} == seen.derivations
    assert {s.id: s for s in stories} == seen.stories
    assert {t.id: t for t in topics} == seen.topics


def test_the_stream_of_the_tests_shows_something() -> None:
    seen = feed(in_time(stream()), 200)
    assert len(stream()) > 80
    assert seen.derivations
    assert len(seen.stories) < len(stream())
    assert len(seen.topics) < len(seen.stories)
    assert sorted(seen.home) == sorted(a.id for a in stream())
    assert sorted(s for t in seen.topics.values() for s in t.stories) == sorted(seen.stories)


def test_order_within_a_portion_never_matters() -> None:
    accounts = list(stream())
    random.Random(1).shuffle(accounts)
    one, other = Grouper(), Grouper()
    assert one.add(accounts) == other.add(stream())


def test_a_story_keeps_its_name_when_it_grows() -> None:
    accounts, grouper = in_time(stream()), Grouper()
    home: dict[str, str] = {}
    for i in range(0, len(accounts), 5):
        changes = grouper.add(accounts[i : i + 5])
        into = dict(changes.merged)
        now = {a: s.id for s in changes.stories for a in s.articles}
        if i + 5 < 40:  # so few are grouped anew each time
            home |= now
            continue
        for article, story in now.items():
            if i > 45 and article in home:
                assert story in (home[article], into.get(home[article]))
                assert int(story.partition("-")[2]) <= int(home[article].partition("-")[2])
        home |= now


def test_what_is_known_is_passed_over_and_what_is_unchanged_not_told() -> None:
    grouper = Grouper()
    grouper.add(stream())
    assert grouper.add(stream()) == Changes()


@pytest.mark.parametrize("n", [10, 200])
def test_judgements_join_and_split_what_is_here_and_what_comes(n: int) -> None:
    accounts = in_time(stream())[:n]
    seen, grouper = Seen(), Grouper()
    seen.take(grouper.add(accounts))
    a = next(s for s in seen.stories.values() if len(s.articles) > 1)
    b = next(s for s in seen.stories.values() if s.id != a.id)
    split = Judgement("same_story", a.articles[0], a.articles[1], False)
    joined = Judgement("same_story", a.articles[0], b.articles[0], True)
    seen.take(grouper.judge(split))
    assert seen.home[a.articles[0]] != seen.home[a.articles[1]]
    seen.take(grouper.judge(joined))
    assert seen.home[a.articles[0]] == seen.home[b.articles[0]]
    assert seen.home[a.articles[0]] != seen.home[a.articles[1]]
    home = Seen()
    home.take(Grouper([split, joined]).add(accounts))
    assert home.home[a.articles[0]] == home.home[b.articles[0]] != home.home[a.articles[1]]
    undone = Judgement("same_story", a.articles[0], b.articles[0], False)
    seen.take(grouper.judge(undone))
    assert seen.home[a.articles[0]] != seen.home[b.articles[0]]


def test_a_judgement_waits_for_its_articles_also_over_a_stop() -> None:
    accounts = in_time(stream())
    a, b = accounts[3].id, accounts[60].id
    grouper, seen = Grouper([Judgement("same_story", a, b, True)]), Seen()
    seen.take(grouper.add(accounts[:50]))
    grouper = Grouper.restore(grouper.save(), {x.id: x for x in accounts}.get)
    seen.take(grouper.add(accounts[50:]))
    assert seen.home[a] == seen.home[b]


def test_people_say_who_copied_whom() -> None:
    accounts = in_time(stream())
    seen, grouper = Seen(), Grouper()
    seen.take(grouper.add(accounts))
    known = next(d for d in seen.derivations.values() if d.source)
    assert known.source
    seen.take(grouper.judge(Judgement("copy_of", known.derived, known.source, False)))
    assert known.derived not in seen.derivations
    seen.take(grouper.judge(Judgement("copy_of", known.source, known.derived, True)))
    assert seen.derivations[known.source].source == known.derived
    assert seen.home[known.source] == seen.home[known.derived]


def test_without_the_articles_no_derivation_is_made_up() -> None:
    accounts = in_time(stream())
    grouper = Grouper()
    grouper.add(accounts)
    again = Grouper.restore(grouper.save(), lambda _: None)
    last = accounts[-1]
    copy = make_account(
        "late", last.article.title.text if last.article.title else "", last.article.text, day="2024-04-01"
    )
    changes = again.add([copy])
    assert not changes.derivations
    assert [s.articles for s in changes.stories if "late#1" in s.articles]


def test_articles_may_be_kept_elsewhere() -> None:
    accounts, asked = in_time(stream()), []
    kept = {a.id: a for a in accounts}

    def recall(name: str) -> Account | None:
        asked.append(name)
        return kept.get(name)

    grouper = Grouper(recall=recall)
    first = grouper.add(accounts[:60])
    grouper = Grouper.restore(grouper.save(), recall)
    second = grouper.add(accounts[60:])
    assert (first, second) == ((other := Grouper()).add(accounts[:60]), other.add(accounts[60:]))
    assert asked
    assert set(asked) <= {a.id for a in accounts[:60]}


def test_a_state_of_something_else_is_refused() -> None:
    for state in (b"", b"nothing", Grouper().save()[:-9]):
        with pytest.raises(ValueError, match="state"):
            Grouper.restore(state, lambda _: None)


def test_a_thousand_copies_are_one_story(account: Callable[..., Account]) -> None:
    pages = [
        account(f"p{i:04}", *(t.format(place="سوسة", thing="جسر", n=4) for t in (DEEDS[0], *MORE)), day="2024-03-04")
        for i in range(1000)
    ]
    seen = feed(pages, 100, window=300)
    assert len(seen.stories) == len(seen.topics) == 1
    assert seen.stories["story-1"].independent_sources == 1
    assert len(seen.derivations) == 999


SAME = [t.format(place="سوسة", thing="جسر", n=4) for t in (DEEDS[0], *MORE)]


def same(kind: str, n: int) -> list[Account]:
    """One report so many times: word for word, with one word changed, without words, undated, or at odd times."""
    day = {"undated": None, "past": "1970-01-01", "future": "2095-01-01"}.get(kind, "2024-03-04")
    words: list[list[str]] = [SAME] * n
    if kind == "near":
        words = [[*SAME[:-1], f"{SAME[-1]} كلمة{i}"] for i in range(n)]
    elif kind == "wordless":
        words = [["", ""]] * n
    return [make_account(f"p{i:04}", *body, day=day) for i, body in enumerate(words)]


@pytest.mark.parametrize("kind", ["same", "near", "wordless", "undated", "past", "future"])
def test_the_work_for_one_report_many_times_grows_with_their_number_alone(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted, not timed: pairs that were judged, aligned, looked up by shingles. Also beyond the window, when what all
    were copied from has left it."""
    counts: Counter[str] = Counter()
    for owner, name in ((Judge, "likelihood"), (_Work, "_weigh"), (Clusters, "_meet")):
        monkeypatch.setattr(owner, name, counted(getattr(owner, name), name, counts))
    work: list[dict[str, int]] = []
    for n in (120, 240):
        counts.clear()
        seen = feed(same(kind, n), 60, window=60)
        work.append(dict(counts))
        assert len(seen.home) == n
        assert len(seen.stories) == (n if kind == "wordless" else 1)
        assert len(seen.derivations) >= (0 if kind == "wordless" else 0.95 * n)
    for name, times in work[1].items():
        assert times <= 2.2 * work[0][name] + 60


def counted(inner: Callable[..., object], name: str, counts: Counter[str]) -> Callable[..., object]:
    def outer(*args: object) -> object:
        counts[name] += 1
        return inner(*args)

    return outer


def test_a_source_is_heard_as_long_as_its_copies_are_here() -> None:
    copies = [at(f"{i // 60:02}:{i % 60:02}", a) for i, a in enumerate(same("same", 100))]
    accounts = in_time([*in_time(stream())[:40], *copies])
    seen = feed(accounts, 30, window=45, saved=True)
    assert len({seen.home[c.id] for c in copies}) == 1
    assert seen == feed(accounts, len(accounts), window=45)


def test_copies_whose_source_has_left_stay_its_story_when_that_is_dealt_anew() -> None:
    """Another word is changed in each: some are nearer to one another than to what they were taken from."""
    words = " ".join(SAME).split()
    spoilt = ([*words[: i % len(words)], f"كلمة{i}", *words[i % len(words) + 1 :]] for i in range(260))
    pages = [make_account(f"p{i:04}", " ".join(w[:9]), " ".join(w[9:]), day="2024-03-04") for i, w in enumerate(spoilt)]
    for saved in (False, True):
        seen = feed(pages, 20, window=60, saved=saved)
        assert max(len(s.articles) for s in seen.stories.values()) > 250  # the last may still wait for a source
