"""The shipped weights load, read names where they stand, and survive what no editor ever wrote."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from riwaya.models import Encoder, ModelError, encoder
from riwaya.models.encoder import WEIGHTS

NEWS = (
    "وصلت وزيرة الخارجية السويدية مارغريت لوندستروم إلى بيروت أمس، وقالت إن بلادها ستزيد دعمها للبنان وللأمم المتحدة."
)
FILLER = "وقال السكان إن الطرق المؤدية إلى السوق ظلت مغلقة طوال اليوم بسبب الأمطار الغزيرة. "


def found(text: str) -> set[tuple[str, str]]:
    return {(text[t.start : t.end], t.label) for t in encoder().names([text])[0]}


def test_names_stand_without_title_and_clitics() -> None:
    names = found(NEWS)
    assert ("مارغريت لوندستروم", "PER") in names
    assert {"بيروت", "لبنان"} <= {n for n, label in names if label in ("GPE", "LOC")}
    assert "لأمم المتحدة" in {n for n, _ in names}  # of «لل» only the preposition is cut off


def test_offsets_count_code_points_of_the_text_given() -> None:
    text = "😀 \u200fوزيرُ خارجيَّةِ فـرنـسـا جان إيف لودريان يصل إلى طَهران"
    names = {n for n, _ in found(text)}
    assert "جان إيف لودريان" in names
    assert any("طَهران" in n for n in names)


def test_every_answer_is_in_range_sorted_and_apart() -> None:
    text = FILLER * 3 + NEWS + "\n" + NEWS * 4
    (reading,) = encoder().tag([text])
    for tags in (reading.names, reading.statements, reading.cues, reading.speakers, reading.triggers):
        assert all(0 <= t.start < t.end <= len(text) and 0 < t.score <= 1 for t in tags)
        assert all(a.end <= b.start for a, b in pairwise(tags))


@pytest.mark.parametrize("before", [0, 3, 7, 11, 15])
def test_a_name_at_any_distance_from_a_seam_is_whole(before: int) -> None:
    text = FILLER * before + NEWS + " " + FILLER * (15 - before)
    assert ("مارغريت لوندستروم", "PER") in found(text)


def test_texts_of_one_call_do_not_disturb_one_another() -> None:
    texts = [NEWS, "", FILLER * 40, "\n\n", NEWS]
    many = encoder().names(texts)
    assert len(many) == 5
    assert many[1] == many[3] == ()
    assert [(t.start, t.end, t.label) for t in many[0]] == [(t.start, t.end, t.label) for t in many[4]]


def test_an_empty_call() -> None:
    assert encoder().names([]) == []
    assert encoder().vectors([]).shape[0] == 0


@pytest.mark.parametrize(
    "text",
    [
        "محمد " * 5000,
        "ا" * 20000,
        "😀" * 3000,
        "\u200f\u0640\u064e" * 2000,
        "قالVladimirوПутин普京\x00\ud800" * 50,
        "ﷺ" * 500,
        "#" * 4000,
    ],
    ids=["long name", "no spaces", "emoji", "invisible", "scripts", "ligatures", "marks"],
)
def test_bad_input_takes_bounded_time(text: str) -> None:
    encoder()
    began = time.process_time()
    (reading,) = encoder().tag([text])
    assert all(t.end <= len(text) for t in reading.names)
    assert time.process_time() - began < 30


def test_vectors_have_length_one_and_know_likeness() -> None:
    a, b, c, empty = encoder().vectors(
        ["أعلن البنك المركزي رفع أسعار الفائدة", "رفع المصرف المركزي سعر الفائدة", "فاز الفريق بكأس القارة", " "]
    )
    assert np.allclose(np.linalg.norm([a, b, c], axis=1), 1, atol=1e-4)
    assert not empty.any()
    assert a @ b > a @ c


def test_threads_agree() -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: encoder().names([NEWS]), range(8)))
    assert all(answer == answers[0] for answer in answers)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no weights"):
        Encoder.load(tmp_path / "none.onnx")


def test_a_broken_file_says_so(tmp_path: Path) -> None:
    broken = tmp_path / "weights.onnx"
    broken.write_bytes(WEIGHTS.read_bytes()[:100_000])
    with pytest.raises(ModelError, match="cannot read weights"):
        Encoder.load(broken)


def test_the_file_is_small_enough_to_ship() -> None:
    assert WEIGHTS.stat().st_size <= 45_000_000
