"""Pages by people who wish us no good, as a store may come to hold them."""

from __future__ import annotations

from riwaya.model import Source

LURE = "javascript:alert(1)"
SCRIPT = "<script>window.hacked=1</script>"
BREAKOUT = '"><img src=x onerror="window.hacked=1">'
TURNED = "\u202eقلب\u202c"
_BODY = (
    "أعلنت بلدية الزهراء، يوم الثلاثاء، إغلاق الجسر القديم بعد ظهور شقوق فيه. "
    "وقال رئيس البلدية سليم الحداد إن الإغلاق {word} يستمر أسبوعين حتى تنتهي أعمال الترميم.\n\n"
    "وأضاف الحداد أن «المرور سيُحوَّل إلى الجسر الجديد {word}»، ودعا السائقين إلى سلوك الطريق الساحلي.\n\n"
    "ونفت وزارة الأشغال أن تكون الشقوق خطرة، وقالت إن عدد المصابين بلغ {n} أشخاص بعد سقوط حجر."
)


def hostile_pages() -> list[Source]:
    """Markup, scripts, addresses and turning signs in titles, texts, outlets, bylines and names of pages."""
    return [
        _text("plain.txt", f"إغلاق الجسر القديم في الزهراء {SCRIPT}", _BODY.format(word=BREAKOUT, n=3)),
        _text(
            f"evil{BREAKOUT.replace('/', '')}.txt",
            f"بلدية الزهراء تغلق الجسر {TURNED}",
            _BODY.format(word="{{7*7}}", n=5),
        ),
        Source("page.html", _html().encode(), "text/html", f"https://evil.example/{'a' * 20}?q=%22%3E%3Cscript%3E"),
        _text("turned.txt", f"الحداد{TURNED}: الجسر آمن", _BODY.format(word="\u202e\u2066نص مقلوب", n=4)),
    ]


def _text(name: str, title: str, body: str) -> Source:
    return Source(name, f"{title}\nالزهراء - 12 مايو 2026\n\n{body}".encode(), "text/plain")


def _html() -> str:
    body = "".join(f"<p>{p}</p>" for p in _BODY.format(word="&lt;svg onload=alert(1)&gt;", n=7).split("\n\n"))
    return (
        '<!doctype html><html lang="ar"><head><meta charset="utf-8">'
        "<title>الجسر &lt;script&gt;alert(1)&lt;/script&gt;</title>"
        '<meta property="og:site_name" content="&quot;&gt;&lt;img src=x onerror=alert(1)&gt;">'
        f'<link rel="canonical" href="{LURE}"><meta name="author" content="&lt;b onmouseover=alert(1)&gt;كاتب">'
        '<meta property="article:published_time" content="2026-05-12T09:00:00Z"></head><body><article>'
        f"<h1>الجسر القديم &lt;script&gt;alert(1)&lt;/script&gt; يُغلق</h1>{body}</article></body></html>"
    )
