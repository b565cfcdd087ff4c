"""Which addresses are one document."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from riwaya.read.addresses import canonical_address, check_addresses

PLAIN = "https://sada.example/أخبار/حريق-في-السوق"
CANONICAL = "https://sada.example/" + quote("أخبار/حريق-في-السوق")
LETTERS = st.text("abcم خ%/.?&=#:@[]2F5[]+~-_\u0301é\u00e9!", max_size=12)
BASES = (
    "https://www.sada.example/n/1",
    "http://m.sada.example:8080/amp/n//1/",
    "https://sada.example/%D8%A3%D8%AE/x.amp.html?id=2&utm_source=a",
    "https://sada-example.cdn.ampproject.org/c/s/m.sada.example/n/1/amp",
)


def test_the_rules_own_examples_hold() -> None:
    assert check_addresses() == ()


@pytest.mark.parametrize(
    "url",
    [
        PLAIN,
        CANONICAL,
        CANONICAL.lower().replace("%d8", "%D8"),
        PLAIN + "/",
        PLAIN + "#comments",
        PLAIN + "/amp",
        PLAIN + "?utm_source=x&fbclid=1",
        "http://WWW.Sada.Example:80/أخبار//حريق-في-السوق",
        "https://m.sada.example/x/../أخبار/./حريق-في-السوق",
        "https://sada.example/" + quote("أخبار/حريق-في-السوق".encode("windows-1256"), safe="/"),
        "https://sada-example.cdn.ampproject.org/v/s/sada.example/أخبار/حريق-في-السوق/amp/?amp_js_v=1",
    ],
)
def test_one_document_has_one_address(url: str) -> None:
    assert canonical_address(url) == CANONICAL


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://sada.example/?p=1", "https://sada.example/?p=2"),
        ("https://sada.example/n/1", "https://sada.example/n/2"),
        ("https://arabic.sada.example/n/1", "https://sada.example/n/1"),
        ("https://sada.example:8080/n/1", "https://sada.example/n/1"),
        ("https://sada.example/n/a%2Fb", "https://sada.example/n/a/b"),
        ("https://sada.example/n/1", "https://other.example/n/1"),
        ("https://sada.example/#!/n/1", "https://sada.example/#!/n/2"),
        ("https://sada.example/n?a=%26b", "https://sada.example/n?a=&b="),
    ],
)
def test_different_documents_stay_apart(one: str, other: str) -> None:
    assert canonical_address(one) != canonical_address(other)


def test_the_order_of_parameters_does_not_matter() -> None:
    assert canonical_address("https://s.example/n?b=2&a=1") == canonical_address("https://s.example/n?a=1&b=2")


@pytest.mark.parametrize("other", ["", "page.html", "mailto:x@y.example", "http://", "http://[::1", "http://x:99999/"])
def test_what_is_no_web_address_is_left_alone(other: str) -> None:
    assert canonical_address(f" {other} ") == other


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(BASES), st.lists(LETTERS, max_size=4))
@example("https://sada.example/", ["%2541", "%252e%252e"])
@example("https://sada.example/n/", ["%2e%2e", "/amp"])
@example("http://www.www.sada.example", ["/amp/amp/print", "?utm_a=1&m=1"])
def test_it_is_idempotent(base: str, tail: list[str]) -> None:
    once = canonical_address(base + "".join(tail))
    assert canonical_address(once) == once


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    assert canonical_address(canonical_address(text)) == canonical_address(text)
    assert canonical_address("http://" + text) == canonical_address(canonical_address("http://" + text))
