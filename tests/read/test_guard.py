"""Which numbers are public hosts, whatever they are wrapped in."""

from __future__ import annotations

import contextlib
import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.errors import InputError
from riwaya.read.guard import refusal, web_address

PRIVATE = ("10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10",
           "224.0.0.0/4", "240.0.0.0/4", "0.0.0.0/8", "192.0.2.0/24", "198.18.0.0/15")  # fmt: skip


@st.composite
def private(draw: st.DrawFn) -> ipaddress.IPv4Address:
    net = ipaddress.IPv4Network(draw(st.sampled_from(PRIVATE)))
    return net[draw(st.integers(0, net.num_addresses - 1))]


@given(private())
def test_a_private_number_is_refused_in_any_wrapping(number: ipaddress.IPv4Address) -> None:
    n = int(number)
    wrapped = (n, 0xFFFF << 32 | n, 0x64FF9B << 96 | n, 0x2002 << 112 | n << 80,
               0x20010000 << 96 | 0x08080808 << 64 | (n ^ 0xFFFFFFFF))  # fmt: skip
    assert refusal(str(number))
    for form in wrapped[1:]:
        assert refusal(str(ipaddress.IPv6Address(form))), ipaddress.IPv6Address(form)
    if n > 1:
        assert refusal(str(ipaddress.IPv6Address(n)))


@pytest.mark.parametrize(
    "number", ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:8.8.8.8"]
)
def test_public_numbers_are_not(number: str) -> None:
    assert refusal(number) is None


@given(st.text(max_size=20))
def test_what_is_no_number_is_refused(text: str) -> None:
    try:
        ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        assert refusal(text)


def test_an_address_is_asked_for_without_its_fragment() -> None:
    assert web_address(" HTTPS://Sada.example?q=1#top ") == "https://Sada.example/?q=1"


@given(st.text(max_size=60))
def test_an_address_is_taken_or_refused(text: str) -> None:
    for url in (text, "http://" + text):
        with contextlib.suppress(InputError):
            assert web_address(url).startswith(("http://", "https://"))
