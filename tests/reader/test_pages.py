"""What readers see, asked for as a browser without scripts would."""

import re
from collections.abc import Callable
from typing import Any

from riwaya.store import Store
from riwaya.store.access import make_token
from riwaya.store.follows import Alert, alert
from tests.api.asking import Client
from tests.reader.seeing import see, send, ship, topics

Editor = Callable[..., Client]
VIEW = "riwaya-view"


def test_today_has_a_line_for_each_topic_with_outlets_sources_and_marks(reader: Client) -> None:
    page = see(reader, "/")
    rows = page.all('//ol[@id="stories"]/li')
    assert len(rows) == len(topics(reader))
    row = next(r for r in rows if r.get("data-topic") == ship(reader)["id"])
    words = " ".join(row.text_content().split())
    assert {m.text_content() for m in row.xpath('.//span[@class="marks"]/span')} >= {"اختلاف", "إعادة صياغة"}
    assert f"{ship(reader)['independent_sources']} مصادر مستقلة" in words
    assert "وكالة الساحل للأنباء" in words


def test_outlets_left_out_are_counted_in_words(reader: Client) -> None:
    """A bare «+9» is drawn behind a name that ends in a number as if both were one."""
    page = see(reader, "/")
    assert "أخبار المحيط 24 و9 غيرها" in page.words
    assert page.all('//p[@class="about"]/bdi[text()="و9 غيرها"]')
    assert not [b for b in page.all("//bdi") if re.match(r"[+]\d", b.text_content())]


def test_every_weight_that_is_drawn_first_is_loaded_first(reader: Client) -> None:
    """A font that is `optional` and comes late is not drawn at all."""
    loaded = set(see(reader, "/").all('//link[@rel="preload"]/@href'))
    style = reader("GET", "/static/reader.css", bare=True).text
    assert loaded == {url for url in re.findall(r"url\(([^)]*)\)", style) if "/fonts/" in url}


def test_only_what_rests_on_pages_says_so(reader: Client) -> None:
    topic = ship(reader)["id"]
    assert "ولا شيء هنا بلا شاهد" in see(reader, f"/topic/{topic}").words
    for path in ("/", "/settings", "/saved", "/decisions", "/outlets"):
        assert "بلا شاهد" not in see(reader, path).words
    assert "بلا شاهد" not in see(reader, "/nothing", 404).words
    assert see(reader, "/").all('//footer//a[@type="application/atom+xml"]')


def test_stories_of_a_topic_stand_below_its_line(reader: Client) -> None:
    topic = ship(reader)
    below = see(reader, "/").all(f'//li[@data-topic="{topic["id"]}"]//ul/li//a')
    others = [s["title"] for s in topic["stories"] if s["title"] != topic["title"]]
    assert others
    assert [a.text_content() for a in below][:3] == others[:3]


def test_only_stories_with_a_mark(reader: Client) -> None:
    wanted = {t["id"] for t in topics(reader) if any("differs" in s["marks"] for s in t["stories"])}
    assert wanted
    rows = see(reader, "/?marks=differs").all('//ol[@id="stories"]/li/@data-topic')
    assert set(rows) == wanted


def test_an_unknown_mark_or_order_shows_all(reader: Client) -> None:
    assert len(see(reader, "/?marks=nonsense&sort=odd").all('//ol[@id="stories"]/li')) == len(topics(reader))


def test_a_story_tells_what_happened_where_accounts_differ_and_who_is_the_source(reader: Client) -> None:
    page = see(reader, f"/topic/{ship(reader)['id']}")
    assert page.all("//h1")[0].text_content() == ship(reader)["title"]
    assert {h.text_content() for h in page.all('//div[@class="three"]/section/h2')} == {
        "ماذا حدث",
        "أين تختلف الروايات",
        "من المصدر حقًّا",
    }
    lines = page.all('//ol[@class="brief"]/li')
    assert lines
    assert all(line.xpath('.//a[@class="n"]') for line in lines), "a line without evidence"
    copied = [x for x in lines if len(x.xpath('.//p[@class="from"]/bdi')) > 1 and "مصادر" not in x.text_content()]
    assert copied
    assert all("مصدرها واحد" in x.text_content() for x in copied if "مصدران" not in x.text_content())
    assert len(page.all('//article[starts-with(@id, "d-")]//div[@class="side"]')) >= 4
    assert "إعادة صياغة عن وكالة الساحل للأنباء" in page.words


def test_evidence_leads_to_the_words_marked_in_their_page(reader: Client) -> None:
    document = reader.json(f"/topics/{ship(reader)['id']}")
    span = document["topics"][0]["brief"][0]["spans"][0]
    text = next(p["text"] for p in document["pages"] if p["page"] == span["page"])
    href = see(reader, f"/topic/{ship(reader)['id']}").all('//ol[@class="brief"]/li[1]//a[@class="n"]/@href')[0]
    page = see(reader, href.partition("#")[0])
    marked = "".join(m.text_content() for m in page.all("//mark"))
    assert marked == text[span["start"] : span["end"]]
    assert page.all('//mark[@id="here"]')


def test_what_a_page_changed_stands_beside_its_source(reader: Client) -> None:
    page = see(reader, f"/topic/{ship(reader)['id']}")
    href = page.all('//div[@class="lineage"]//a/@href')[0]
    copy = see(reader, href)
    assert copy.all("//ins")
    assert copy.all("//del")
    assert "مناقض للأصل" in copy.words


def test_an_actor_has_what_it_says_does_and_is_called(reader: Client) -> None:
    page = see(reader, "/actor/country:MA")
    titles = {h.text_content() for h in page.all("//h2")}
    assert {"الأقوال", "الأحداث", "مع من", "كتابة الاسم في الصفحات"} <= titles
    assert "المغرب" in page.all("//h1")[0].text_content()
    assert page.all('//a[contains(@href, "wikidata.org")]')[0].text_content() == "ويكي بيانات"
    assert "بالإنجليزية: Morocco" in page.words


def test_whoever_speaks_is_found_among_the_actors(reader: Client) -> None:
    page = see(reader, "/actors?q=إينيش غوفيا")
    href = page.all('//ul[@id="actors"]//a/@href')[0]
    assert see(reader, href).all('//h2[@id="said-title"]')


def test_what_is_searched_for_is_marked_in_its_words(reader: Client) -> None:
    if "/search" not in reader.json("/openapi.json")["paths"]:
        assert see(reader, "/search", 404)
        return
    page = see(reader, "/search?q=السفير")
    assert page.all('//ol[@id="found"]/li')
    assert any("السفير" in b.text_content() for b in page.all('//ol[@id="found"]//b'))
    href = page.all('//ol[@id="found"]//a[@class="n"]/@href')[0]
    assert see(reader, href.partition("#")[0]).all("//mark")
    nothing = see(reader, "/search?q=زقزقزقزق")
    assert "لا شيء بهذه الشروط. لا صفحة فيها هذه الكلمات" in nothing.words
    assert not re.search("[A-Za-z]{2}", nothing.tree.get_element_by_id("found").text_content())


def test_outlets_and_the_ledger(reader: Client) -> None:
    page = see(reader, "/outlets")
    assert len(page.all("//tbody/tr")) == len(reader.json("/outlets")["items"])
    assert page.all('//ul[@id="ledger"]/li')
    kept = see(reader, "/outlets?state=kept").all('//ul[@id="ledger"]/li/span[1]')
    assert {k.text_content() for k in kept} == {"مقبولة"}


def test_pages_that_are_not_there_say_so(reader: Client) -> None:
    for path in (
        "/nothing",
        "/topic/t-nothing",
        "/actor/nobody",
        "/topic/..%2f..",
        f"/topic/{ship(reader)['id']}/words?page=x",
    ):
        assert "لا صفحة هنا" in see(reader, path, 404).words


def test_the_navigation_names_only_what_there_is(reader: Client) -> None:
    paths = reader.json("/openapi.json")["paths"]
    places = set(see(reader, "/").all("//nav[1]//a/@href"))
    for name in ("search", "alerts"):
        assert (f"/{name}" in places) == (f"/{name}" in paths)


# ------------------------------------------------------------------ settings


def test_settings_are_kept_and_change_language_numerals_and_calendar(editor: Editor) -> None:
    client = editor()
    topic = ship(client)["id"]
    token = see(client, "/settings").form_token()
    done = send(
        client, "/settings", token, lang="en", digits="arabic", calendar="hijri", theme="dark", next="/settings"
    )
    assert done.status_code == 303
    assert done.headers["location"] == "/settings"
    page = see(client, f"/topic/{topic}")
    html = page.tree.getroottree().getroot()
    assert (html.get("lang"), html.get("dir"), html.get("data-theme")) == ("en", "ltr", "dark")
    assert "What happened" in page.words
    assert "Rabi I" in page.words
    assert not any(c in page.words for c in "0123456789")
    assert page.all('//p[@class="told"][@lang="ar"][@dir="rtl"]'), "page's words stay Arabic"


def test_settings_that_are_no_choices_are_not_taken(reader: Client) -> None:
    page = see(reader, "/", headers={"cookie": f"{VIEW}=lang=xx&theme=%22%3E%3Cscript%3E&digits=arabic"})
    html = page.tree.getroottree().getroot()
    assert (html.get("lang"), html.get("data-theme")) == ("ar", None)


# ------------------------------------------------------------------ pages that are kept


def test_an_unchanged_page_is_not_sent_again(reader: Client) -> None:
    first = reader("GET", "/", bare=True)
    again = reader("GET", "/", bare=True, headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert not again.content


def test_a_page_is_made_anew_when_the_store_changed(editor: Editor) -> None:
    client = editor()
    topic = ship(client)["id"]
    page = see(client, f"/topic/{topic}")
    assert see(client, f"/topic/{topic}").answer.content == page.answer.content
    send(client, "/note", page.form_token(), on=f"topic:{topic}", text="اسأل المراسل", next="/")
    assert "اسأل المراسل" in see(client, f"/topic/{topic}").words


def test_a_story_fits_a_slow_line(reader: Client) -> None:
    answer = reader("GET", f"/topic/{ship(reader)['id']}", bare=True, headers={"accept-encoding": "gzip"})
    files = [reader("GET", f"/static/{f}", bare=True) for f in ("story.css", "reader.css", "reader.js", "htmx.min.js")]
    sizes = [int(a.headers["content-length"]) for a in (answer, *files)]
    assert all(a.headers["content-encoding"] == "gzip" for a in (answer, *files))
    assert sum(sizes) < 100_000, sizes


# ------------------------------------------------------------------ work in place


def test_names_are_joined_seen_everywhere_and_parted_again(editor: Editor) -> None:
    client = editor()
    a, b = "country:PT", "country:TN"
    page = see(client, f"/actor/{a}?q=تونس")
    assert f'value="{b}"' in page.answer.text
    done = send(client, "/judge", page.form_token(), kind="same_actor", a=a, b=b, next=f"/actor/{a}")
    assert done.status_code == 303
    shown = see(client, done.headers["location"])
    assert "حُفظ القرار" in shown.words
    assert b in client.json(f"/actors/{a}")["ids"]
    number = shown.all('//form[@action="/undo"]//input[@name="n"]/@value')[0]
    decided = see(client, "/decisions")
    assert "المحرر على هذا الجهاز" in decided.words
    assert "اسم واحد" in decided.words
    send(client, "/undo", page.form_token(), n=number, next="/decisions")
    assert b not in client.json(f"/actors/{a}")["ids"]


def test_a_contrast_is_settled_and_opened_again(editor: Editor) -> None:
    client = editor()
    path = f"/topic/{ship(client)['id']}"
    page = see(client, path)
    contrast = page.all('//form[.//input[@value="settled"]]//input[@name="b"]/@value')[0]
    send(client, "/judge", page.form_token(), kind="settled", a=ship(client)["id"], b=contrast, next=path)
    after = see(client, path)
    assert "حسمه المحرر على هذا الجهاز" in after.words
    number = after.all(f'//*[@id="d-{contrast}"]//input[@name="n"]/@value')[0]
    send(client, "/undo", page.form_token(), n=number, next=path)
    assert "حسمه" not in see(client, path).words


def test_a_note_is_removed_and_brought_back(editor: Editor) -> None:
    client = editor()
    topic = ship(client)["id"]
    path = f"/topic/{topic}"
    send(client, "/note", see(client, path).form_token(), on=f"topic:{topic}", text="راجع البيان الأصلي", next=path)
    page = see(client, path)
    n = page.all('//form[@action="/unnote"]//input[@name="n"]/@value')[0]
    gone = send(client, "/unnote", page.form_token(), n=n, next=path).headers["location"]
    after = see(client, gone)
    assert "راجع البيان" not in after.words
    assert after.all('//form[@action="/renote"]//input[@name="n"]/@value') == [n]
    back = send(client, "/renote", after.form_token(), n=n, next=path)
    assert back.headers["location"] == path
    assert "راجع البيان" in see(client, path).words
    assert send(client, "/renote", after.form_token(), n=n, next=path).status_code == 422  # it is shown already


def test_stories_are_joined_and_an_article_is_parted(editor: Editor) -> None:
    client = editor()
    page = see(client, f"/topic/{ship(client)['id']}")
    stories = {s["id"]: s for s in ship(client)["stories"]}
    form = next(f for f in page.all('//form[.//input[@value="same_story"]]') if not f.xpath('.//input[@value="no"]'))
    a, b = (form.xpath(f'.//input[@name="{n}"]/@value')[0] for n in "ab")
    done = send(client, "/judge", page.form_token(), kind="same_story", a=a, b=b, next="/")
    assert done.status_code == 303
    now: dict[str, Any] = {s["id"]: s for t in topics(client) for s in t["stories"]}
    joined = now.get(a) or now[b]
    assert joined["articles"] >= stories[a]["articles"] + stories[b]["articles"]


def test_an_actor_and_a_story_are_followed_and_alerts_are_shown(editor: Editor, store: Store) -> None:
    client = editor()
    page = see(client, "/actor/country:MA")
    send(client, "/follow", page.form_token(), kind="actor", target="country:MA", next="/alerts")
    story = ship(client)["stories"][0]["id"]
    send(client, "/follow", page.form_token(), kind="story", target=story, next="/alerts")
    with store.writing() as connection:
        alert(connection, [Alert("new", "جديد عن المغرب", "1", story)])
    shown = see(client, "/alerts")
    assert "جديد عن المغرب" in shown.words
    assert shown.all(f'//a[@href="/story/{story}"]')
    number = see(client, "/actor/country:MA").all('//form[@action="/unfollow"]//input[@name="n"]/@value')[0]
    send(client, "/unfollow", page.form_token(), n=number, next="/alerts")
    assert not see(client, "/actor/country:MA").all('//form[@action="/unfollow"]')


def test_what_cannot_be_decided_is_said(editor: Editor) -> None:
    client = editor()
    token = see(client, "/settings").form_token()
    answer = send(client, "/judge", token, kind="same_actor", a="nobody", b="none", next="/")
    assert answer.status_code == 422
    assert "لم يُقبل الطلب" in answer.text


# ------------------------------------------------------------------ signing in


def test_with_tokens_one_signs_in_and_readers_cannot_edit(editor: Editor, store: Store) -> None:
    with store.writing() as connection:
        token = make_token(connection, "ليلى", "read")
    client = editor()
    page = see(client, "/decisions", 401)
    assert "الدخول" in page.words
    assert not page.all('//ol[@id="stories"]')
    wrong = send(client, "/sign-in", page.form_token(), token="wrong", next="/decisions")
    assert wrong.status_code == 401
    done = send(client, "/sign-in", page.form_token(), token=token, next="/decisions")
    assert done.headers["location"] == "/decisions"
    cookie = done.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    page = see(client, f"/topic/{ship(client)['id']}")
    assert not page.all('//form[@action="/judge"]')
    settings = see(client, "/settings")
    assert "ليلى" in settings.words
    refused = send(client, "/note", settings.form_token(), on="topic:x", text="x", next="/")
    assert refused.status_code == 403
