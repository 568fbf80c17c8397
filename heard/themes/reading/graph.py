"""The model as a graph for onnxruntime, built from the weights file alone. The same weights give the same bytes.

The large products are sums of whole numbers (eight bits a factor), which come out the same in any order and any company.
What scales them is fixed here: by channel for the weights, from `ranges.txt` for what flows through. The few channels
that run far larger than the rest are kept apart and in full. Texts of one length go together, so there is no padding.
"""

from __future__ import annotations

from functools import cache
from importlib import metadata
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heard.themes.reading.ranges import HEADS, LAYERS, PARTS, Numbers, kept_ranges
from heard.themes.reading.weights import PINNED, Weights

GRAPH_VERSION = "2"
SIZE = 384
_LARGE = 64  # how many of the 1,536 wide channels are kept in full; a whole number of vector registers
_ROOM = np.float32(1.1)  # how far beyond the measured range a value may run before it is clipped
_WIDE_ROOM = np.float32(1.3)
_LOWEST_GELU = np.float32(0.17)
_SMALLEST = np.float32(0.001)
_NEAR_ZERO = 1e-12
_CONTRIBUTED = "com.microsoft"
_MIDDLE = 128
_FINE = 2**14  # steps to 1 in the last sum; 256 pieces of the largest size stay well within 32 bits
_ONE = np.array([1])


@cache
def version() -> str:
    """Name the weights, the way they are run and what runs them: it changes whenever a vector could."""
    return f"{PINNED['model.safetensors'][:12]}-int8-{GRAPH_VERSION}-ort{metadata.version('onnxruntime')}"


def build(weights: Weights, *, signed: bool = True) -> bytes:
    """Write the whole model as one graph, for texts of one length at a time: word pieces in, their summed vectors out.

    Shape    `ids`, whole numbers (texts, pieces), without padding; `sums`, whole numbers (texts, 384).
    Limits   `signed` says how the weights are written, never what comes out: see `sums_are_exact`.
    """
    from safetensors.numpy import load_file

    graph = _Graph(load_file(weights.numbers), signed)
    now = graph.embedded()
    for layer in range(LAYERS):
        now = graph.wide(f"encoder.layer.{layer}.", graph.attended(f"encoder.layer.{layer}.", now))
    graph.summed(now)
    return graph.whole()


class _Graph:
    """A graph being written, one step after another."""

    def __init__(self, held: dict[str, Numbers], signed: bool) -> None:
        self.held = held
        self.signed = signed
        self.steps: list[Any] = []
        self.constants: dict[str, Any] = {}

    def constant(self, name: str, value: NDArray[Any] | np.generic) -> str:
        """Keep numbers in the graph under a name."""
        from onnx import numpy_helper

        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def step(self, kind: str, inputs: list[str], *, domain: str = "", **settings: Any) -> str:
        """Add a step and name what it makes."""
        from onnx import helper

        made = f"{kind}.{len(self.steps)}"
        self.steps.append(helper.make_node(kind, inputs, [made], name=made, domain=domain, **settings))
        return made

    def summed(self, now: str) -> None:
        """Write the sum over the pieces of a text, in whole numbers, so that it comes out the same in any order."""
        from onnx import TensorProto

        fine = self.step("Mul", [now, self.constant("fine", np.float32(_FINE))])
        self.step(
            "ReduceSum", [self.step("Cast", [fine], to=TensorProto.INT32), self.constant("one", _ONE)], keepdims=0
        )
        self.steps[-1].output[0] = "sums"

    def whole(self) -> bytes:
        """Write the finished graph."""
        from onnx import TensorProto, helper

        whole = helper.make_graph(
            self.steps,
            "reading",
            [helper.make_tensor_value_info("ids", TensorProto.INT64, ["texts", "pieces"])],
            [helper.make_tensor_value_info("sums", TensorProto.INT32, ["texts", SIZE])],
            list(self.constants.values()),
        )
        versions = [helper.make_opsetid("", 17), helper.make_opsetid(_CONTRIBUTED, 1)]
        model = helper.make_model(whole, opset_imports=versions, ir_version=9, producer_name="heard")
        return bytes(model.SerializeToString(deterministic=True))

    def embedded(self) -> str:
        """Write the steps from word pieces to their first vectors."""
        from onnx import TensorProto

        words = self.constant("words", self.held["embeddings.word_embeddings.weight"].astype(np.float16))
        kinds = self.held["embeddings.token_type_embeddings.weight"]
        places = self.constant("places", self.held["embeddings.position_embeddings.weight"] + kinds[0])
        zero, one = self.constant("zero", np.array([0])), self.constant("one", _ONE)
        pieces = self.step("Gather", [self.step("Shape", ["ids"]), one])
        here = self.step("Slice", [places, zero, pieces, zero])
        found = self.step("Cast", [self.step("Gather", [words, "ids"])], to=TensorProto.FLOAT)
        return self.normed("embeddings.", self.step("Add", [found, here]))

    def normed(self, name: str, now: str) -> str:
        """Write a layer normalisation."""
        both = [self.constant(f"{name}LayerNorm.{part}", self.held[f"{name}LayerNorm.{part}"]) for part in _PAIR]
        return self.step("LayerNormalization", [now, *both], axis=-1, epsilon=_NEAR_ZERO)

    def shortened(self, name: str, now: str, scale: np.float32, middle: int = _MIDDLE) -> list[str]:
        """Write the step to eight bits, and give its whole numbers, their scale and their zero."""
        known = [self.constant(f"{name}.scale", scale), self.constant(f"middle.{middle}", np.uint8(middle))]
        return [self.step("QuantizeLinear", [now, *known]), *known]

    def product(self, name: str, short: list[str], weight: Numbers, bias: Numbers) -> str:
        """Write a product of whole numbers, brought back to their size by a scale for each column."""
        scales = np.abs(weight).max(axis=0) / np.float32(127)
        whole = np.rint(weight / scales)
        kind, middle = (np.int8, 0) if self.signed else (np.uint8, _MIDDLE)
        inner = (whole + middle).astype(kind)
        numbers, scale, zero = short
        columns, mid = self.constant(f"{name}.columns", scales), self.constant("middle.weights", kind(middle))
        made = [numbers, self.constant(name, inner), scale, columns, zero, mid, self.constant(f"{name}.bias", bias)]
        return self.step("MatMulIntegerToFloat", made, domain=_CONTRIBUTED)

    def evened(self, place: str, now: str, weight: Numbers) -> tuple[list[str], Numbers]:
        """Write the step to eight bits after evening out the channels; the weights take up what the channels give."""
        sizes = kept_ranges()[place]
        share = _shares(sizes, weight)
        even = self.step("Mul", [now, self.constant(f"{place}.even", 1 / share)])
        scale = (sizes / share).max() * _ROOM / np.float32(127)
        return self.shortened(place, even, scale), weight * share[:, None]

    def attended(self, name: str, now: str) -> str:
        """Write the half of a layer in which the pieces of a text look at one another."""
        weights = [self.held[f"{name}attention.self.{part}.weight"].T for part in _THREE]
        biases = [self.held[f"{name}attention.self.{part}.bias"] for part in _THREE]
        shrink = np.sqrt(np.float32(SIZE // HEADS))
        weights[0], biases[0] = weights[0] / shrink, biases[0] / shrink
        out, sizes = self.held[f"{name}attention.output.dense.weight"].T, kept_ranges()[name + PARTS[1]]
        share = _shares(sizes, out)
        weights[2], biases[2] = weights[2] / share, biases[2] / share
        short, joined = self.evened(name + PARTS[0], now, np.concatenate(weights, axis=1))
        heads = self.constant("heads", np.array([0, 0, HEADS, SIZE // HEADS]))
        seen = []
        for part, weight, bias, order in zip(_THREE, np.split(joined, 3, axis=1), biases, _ORDERS, strict=True):
            made = self.product(f"{name}{part}", short, weight, bias)
            seen.append(self.step("Transpose", [self.step("Reshape", [made, heads])], perm=order))
        query, key, value = seen
        share_of = self.step("Softmax", [self.step("MatMul", [query, key])], axis=-1)
        context = self.step("Transpose", [self.step("MatMul", [share_of, value])], perm=_ORDERS[0])
        context = self.step("Reshape", [context, self.constant("joined", np.array([0, 0, SIZE]))])
        short = self.shortened(name + PARTS[1], context, (sizes / share).max() * _ROOM / np.float32(127))
        bias = self.held[f"{name}attention.output.dense.bias"]
        made = self.product(f"{name}attention.out", short, out * share[:, None], bias)
        return self.normed(f"{name}attention.output.", self.step("Add", [made, now]))

    def wide(self, name: str, now: str) -> str:
        """Write the half of a layer in which each piece is widened, bent and narrowed again."""
        weight, bias = self.held[f"{name}intermediate.dense.weight"].T, self.held[f"{name}intermediate.dense.bias"]
        narrow = self.held[f"{name}output.dense.weight"].T
        sizes = kept_ranges()[name + PARTS[3]]
        order = np.argsort(-sizes, kind="stable")
        large, rest = np.sort(order[:_LARGE]), np.sort(order[_LARGE:])
        short, weight = self.evened(name + PARTS[2], now, weight)
        most = self.step("Gelu", [self.product(f"{name}wide", short, weight[:, rest], bias[rest])], domain=_CONTRIBUTED)
        few = self.product(f"{name}large", short, weight[:, large], bias[large])
        few = self.step("Gelu", [few], domain=_CONTRIBUTED)
        scale = (sizes[rest].max() * _WIDE_ROOM + _LOWEST_GELU) / np.float32(255)
        short = self.shortened(name + PARTS[3], most, scale, int(np.rint(_LOWEST_GELU / scale)))
        made = self.product(f"{name}narrow", short, narrow[rest], self.held[f"{name}output.dense.bias"])
        full = self.step("MatMul", [few, self.constant(f"{name}narrow.large", narrow[large])])
        return self.normed(f"{name}output.", self.step("Add", [self.step("Add", [made, full]), now]))


_PAIR = ("weight", "bias")
_THREE = ("query", "key", "value")
_ORDERS = ([0, 2, 1, 3], [0, 2, 3, 1], [0, 2, 1, 3])


def _shares(sizes: Numbers, weight: Numbers) -> Numbers:
    """Say how much of each channel's size its weights take up, so that small channels keep their detail.

    Only square roots: they come out the same on every machine.
    """
    size = np.maximum(sizes, _SMALLEST)
    taken: Numbers = np.sqrt(size * np.sqrt(size)) / np.sqrt(np.sqrt(np.maximum(np.abs(weight).max(axis=1), _SMALLEST)))
    return taken
