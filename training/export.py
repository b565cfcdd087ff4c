"""A trained model as one ONNX file: weights in 8 bits, vocabulary and labels in the metadata.

    python export.py --model model.pt --vocabulary vocabulary.json --weights e5-small-q4.bin --out weights.onnx
                     [--vectors vectors.npz] [--plain] [--bits 8] [--without-anercorp] [--note KEY=VALUE ...]

The graph is written by hand, operator by operator, so that nothing depends on an exporter's version:
* embedding rows: int8 with a scale each; gathered first, scaled after (the table is never expanded);
* matrices: int8 with a scale a column; what they are multiplied with is put into 8 bits while running, with a scale a
  piece (one for the whole batch is 7 % quicker and six to nine times as far from 32 bits); only the widest (after GELU,
  a few values are forty times the others) goes by blocks of 128, by onnxruntime's own operator `MatMulNBits`. All
  matrices so would take 1.7 times as long;
* attention, normalisation and the heads stay in 32 bits.
`ids` and `known` (batch, pieces) in; `scores` (batch, pieces, labels of all heads) and `vectors` (batch, 384) out.
`--plain` writes 32 bits throughout, to measure what the 8 bits cost. `--vectors` is the map of `vectors.py`; without it
a sentence vector is the plain mean of the last states.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from annotated import HEADS
from e5 import Source
from onnx import TensorProto, helper, numpy_helper
from train import ROOM, Tagger, vocabulary_of

from riwaya.models.encoder import FORMAT

BLOCK = 128
EXACT = 127  # the largest whole number of 8 bits


class Graph:
    """Nodes and constants in the order written; every method returns the name of what it made."""

    def __init__(self, plain: bool, bits: int) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self.plain, self.top = plain, 2 ** (bits - 1) - 1
        self.quantised: dict[str, tuple[str, str, str, str]] = {}

    def const(self, value: np.ndarray | list, kind: type = np.float32) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(np.asarray(value, dtype=kind)), name))
        return name

    def op(self, kind: str, *inputs: str, outputs: int = 1, **attributes: object) -> str:
        return self.ops(kind, *inputs, outputs=outputs, **attributes)[0]

    def ops(self, kind: str, *inputs: str, outputs: int = 1, **attributes: object) -> list[str]:
        names = [f"{kind}{len(self.nodes)}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, **attributes))
        return names

    def norm(self, x: str, module: torch.nn.LayerNorm) -> str:
        weight, bias = self.const(module.weight.detach().numpy()), self.const(module.bias.detach().numpy())
        return self.op("LayerNormalization", x, weight, bias, axis=-1, epsilon=module.eps)

    def linear(self, x: str, module: torch.nn.Linear, plain: bool = False) -> str:
        weight = module.weight.detach().numpy().T
        bias = self.const(module.bias.detach().numpy())
        if self.plain or plain:
            return self.op("Add", self.op("MatMul", x, self.const(weight)), bias)
        if weight.shape[0] > weight.shape[1] and self.top == EXACT:
            return self.op("Add", self.blockwise(x, weight), bias)
        scale = np.abs(weight).max(0) / self.top
        whole = np.clip(np.round(weight / scale), -self.top, self.top)
        value, step, zero, most = self.rows(x)
        product = self.op("MatMulInteger", value, self.const(whole, np.int8), zero)
        scaled = self.op("Mul", self.op("Cast", product, to=TensorProto.FLOAT), self.op("Mul", step, self.const(scale)))
        return self.op("Add", self.op("Mul", scaled, most), bias)

    def rows(self, x: str) -> tuple[str, str, str, str]:
        """`x` in 8 bits: the whole numbers, their step and zero, and what each piece's row was divided by first."""
        if x not in self.quantised:
            most = self.op("ReduceMax", self.op("Abs", x), self.const([2], np.int64), keepdims=1)
            most = self.op("Max", most, self.const([1e-9]))
            value, step, zero = self.ops("DynamicQuantizeLinear", self.op("Div", x, most), outputs=3)
            self.quantised[x] = (value, step, zero, most)
        return self.quantised[x]

    def blockwise(self, x: str, weight: np.ndarray) -> str:
        """`x` times `weight` (rows, columns), both in 8 bits with a scale a block."""
        rows, columns = weight.shape
        blocks = weight.T.reshape(columns, rows // BLOCK, BLOCK)
        scale = np.maximum(np.abs(blocks).max(2), 1e-9) / EXACT
        whole = self.const(np.round(blocks / scale[:, :, None]) + EXACT + 1, np.uint8)
        shape = {"K": rows, "N": columns, "bits": 8, "block_size": BLOCK, "accuracy_level": 4}  # 4: `x` in 8 bits too
        scales = self.const(scale.reshape(columns, -1))
        return self.op("MatMulNBits", x, whole, scales, domain="com.microsoft", **shape)

    def embed(self, ids: str, table: np.ndarray) -> str:
        if self.plain:
            return self.op("Gather", self.const(table), ids)
        scale = np.maximum(np.abs(table).max(1, keepdims=True), 1e-9) / 127
        rows = self.op("Gather", self.const(np.round(table / scale), np.int8), ids)
        return self.op("Mul", self.op("Cast", rows, to=TensorProto.FLOAT), self.op("Gather", self.const(scale), ids))


def build(model: Tagger, plain: bool, bits: int, vectors: Path | None) -> onnx.ModelProto:
    g, e = Graph(plain, bits), model.encoder
    hidden, heads = e.shape.hidden, e.shape.heads
    size = hidden // heads
    padding = g.op("Cast", g.op("Equal", "ids", g.const([e.pad], np.int64)), to=TensorProto.FLOAT)
    mask = g.op("Unsqueeze", g.op("Mul", padding, g.const([-1e4])), g.const([1, 2], np.int64))
    length = g.op("Gather", g.op("Shape", "ids"), g.const([1], np.int64))
    zero = g.const([0], np.int64)
    places = g.op("Slice", g.const(e.places.detach().numpy()[: ROOM + 2]), zero, length, zero)
    told = g.embed("known", e.known.table().detach().numpy())
    x = g.norm(g.op("Add", g.op("Add", g.embed("ids", e.words.weight.detach().numpy()), places), told), e.norm)
    chosen = np.load(vectors) if vectors else {"layers": [len(e.layers)]}
    states = []
    for i, layer in enumerate(e.layers):
        qkv = g.op("Reshape", g.linear(x, layer.qkv), g.const([0, 0, 3 * heads, size], np.int64))
        q, k, v = g.ops("Split", g.op("Transpose", qkv, perm=[0, 2, 1, 3]), axis=1, num_outputs=3, outputs=3)
        near = g.op("MatMul", g.op("Mul", q, g.const([size**-0.5])), g.op("Transpose", k, perm=[0, 1, 3, 2]))
        seen = g.op("MatMul", g.op("Softmax", g.op("Add", near, mask), axis=-1), v)
        seen = g.op("Reshape", g.op("Transpose", seen, perm=[0, 2, 1, 3]), g.const([0, 0, hidden], np.int64))
        x = g.norm(g.op("Add", x, g.linear(seen, layer.out)), layer.norm1)
        x = g.norm(g.op("Add", x, g.linear(g.op("Gelu", g.linear(x, layer.up)), layer.down)), layer.norm2)
        if i + 1 in chosen["layers"]:
            states.append(x)
    again = g.embed("known", model.known.table().detach().numpy())
    scores = g.linear(g.op("Add", x, again), model.head, plain=True)
    kept = g.op("Unsqueeze", g.op("Sub", g.const([1.0]), padding), g.const([2], np.int64))
    one = g.const([1], np.int64)
    count = g.op("ReduceSum", kept, one, keepdims=0)
    means = [g.op("Div", g.op("ReduceSum", g.op("Mul", s, kept), one, keepdims=0), count) for s in states]
    mean = g.op("Concat", *means, axis=1) if len(means) > 1 else means[0]
    if vectors:
        mean = g.op("Add", g.op("MatMul", mean, g.const(chosen["matrix"])), g.const(chosen["bias"]))
    g.nodes += [helper.make_node("Identity", [scores], ["scores"]), helper.make_node("Identity", [mean], ["vectors"])]
    labels = model.head.out_features
    graph = helper.make_graph(
        g.nodes,
        "riwaya",
        [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "pieces"]) for name in ("ids", "known")],
        [
            helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["batch", "pieces", labels]),
            helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["batch", hidden]),
        ],
        g.constants,
    )
    opsets = [helper.make_opsetid("", 20), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=9)


def main() -> None:
    p = argparse.ArgumentParser()
    for name in ("model", "vocabulary", "weights", "out"):
        p.add_argument("--" + name, type=Path, required=True)
    p.add_argument("--plain", action="store_true")
    p.add_argument("--bits", type=int, default=8)
    p.add_argument("--vectors", type=Path)
    p.add_argument("--without-anercorp", action="store_true", help="leave out the head that only ANERcorp teaches")
    p.add_argument("--note", action="append", default=[])
    o = p.parse_args()
    _, kept = vocabulary_of(o.vocabulary)
    model = Tagger(Source(o.weights).trimmed([r[0] for r in kept])).eval()
    model.load_state_dict(torch.load(o.model))
    heads = dict(HEADS)
    if o.without_anercorp:
        kept_labels = model.head.out_features - len(heads.pop("anercorp"))  # it is the last
        model.head.weight.data, model.head.bias.data = model.head.weight[:kept_labels], model.head.bias[:kept_labels]
        model.head.out_features = kept_labels
    out = build(model.float(), o.plain, o.bits, o.vectors)
    meta = {
        "format": FORMAT,
        "heads": json.dumps(heads),
        "special": json.dumps({"bos": 0, "pad": 1, "eos": 2, "unk": 3}),
        "pieces": "\n".join(r[1] for r in kept),
        "scores": " ".join(f"{r[2]:.4f}" for r in kept),
        **dict(note.split("=", 1) for note in o.note),
    }
    helper.set_model_props(out, meta)
    onnx.checker.check_model(out)
    onnx.save(out, o.out)
    print(f"{o.out}: {o.out.stat().st_size / 1e6:.1f} MB, {len(kept)} pieces")


if __name__ == "__main__":
    main()
