"""A shipped ONNX file as a model to go on from: python restore.py WEIGHTS.onnx E5 MODEL.pt VOCABULARY.json VECTORS.npz

What `export.py` wrote, read back in its order: matrices out of 8 bits (their rounding stays in), the vocabulary with
the numbers that its pieces have in e5, and the map of the sentence vectors.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
from e5 import Source
from onnx import numpy_helper

from riwaya.models.known import BITS


def constants(model: onnx.ModelProto) -> Iterator[np.ndarray]:
    """The tensors in the order in which `export.Graph` made them, without the small ones that only shape others."""
    for row in model.graph.initializer:
        value = numpy_helper.to_array(row)
        if value.dtype != np.int64 and value.size > 1:
            yield value


def columns(read: Iterator[np.ndarray]) -> dict[str, torch.Tensor]:
    """A matrix with a scale a column, and its bias."""
    bias, whole, scale = next(read), next(read), next(read)
    return {"bias": torch.tensor(bias), "weight": torch.tensor((whole * scale).T.copy())}


def blocks(read: Iterator[np.ndarray]) -> dict[str, torch.Tensor]:
    """The widest matrix, with a scale a block, and its bias."""
    bias, whole, scale = next(read), next(read), next(read)
    rows = (whole.astype(np.float32) - 128) * scale[:, :, None]
    return {"bias": torch.tensor(bias), "weight": torch.tensor(rows.reshape(len(rows), -1))}


def bits(read: Iterator[np.ndarray]) -> torch.Tensor:
    """The rows of a `Bits`, out of the table of its sums."""
    table, scale = next(read), next(read)
    return torch.tensor((table * scale)[[2**i for i in range(BITS)]], dtype=torch.float32)


def norm(read: Iterator[np.ndarray]) -> dict[str, torch.Tensor]:
    weight, bias = next(read), next(read)
    return {"weight": torch.tensor(weight), "bias": torch.tensor(bias)}


def state_of(model: onnx.ModelProto, places: int, layers: int) -> tuple[dict[str, torch.Tensor], dict[str, np.ndarray]]:
    """The state of a `train.Tagger`, and what `vectors.py` fitted."""
    read = constants(model)
    kept = next(read)
    whole = torch.zeros(places, kept.shape[1])
    whole[: len(kept)] = torch.tensor(kept)
    known = bits(read)
    table, scale = next(read), next(read)
    state = {"encoder.places": whole, "encoder.words.weight": torch.tensor(table * scale), "encoder.known.rows": known}

    def put(name: str, values: dict[str, torch.Tensor]) -> None:
        state.update({f"{name}.{k}": v for k, v in values.items()})

    put("encoder.norm", norm(read))
    for i in range(layers):
        at = f"encoder.layers.{i}"
        put(f"{at}.qkv", columns(read))
        put(f"{at}.out", columns(read))
        put(f"{at}.norm1", norm(read))
        put(f"{at}.up", columns(read))
        put(f"{at}.down", blocks(read))
        put(f"{at}.norm2", norm(read))
    state["known.rows"] = bits(read)
    bias, weight = next(read), next(read)
    put("head", {"bias": torch.tensor(bias), "weight": torch.tensor(weight.T.copy())})
    return state, {"matrix": next(read), "bias": next(read)}


def main() -> None:
    weights, source, out, vocabulary, vectors = map(Path, sys.argv[1:])
    model, e5 = onnx.load(weights), Source(source)
    meta = {row.key: row.value for row in model.metadata_props}
    number = {piece: i for i, piece in reversed(list(enumerate(e5.pieces)))}
    pieces, scores = meta["pieces"].split("\n"), meta["scores"].split(" ")
    rows = [
        [i if i < len(json.loads(meta["special"])) else number[p], p, float(s)]
        for i, (p, s) in enumerate(zip(pieces, scores, strict=True))
    ]
    vocabulary.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    state, fitted = state_of(model, e5.shape.places, e5.shape.layers)
    torch.save(state, out)
    np.savez(vectors, layers=np.array([4, 8, 12]), **fitted)


if __name__ == "__main__":
    main()
