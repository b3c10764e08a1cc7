"""Training data: files of tokens and of tensors, both memory-mapped."""

from __future__ import annotations

import json
import os
from typing import Iterator

import numpy as np
import torch
from torch import Tensor

MASK = (1 << 64) - 1
TYPES = {
    "F64": "<f8",
    "F32": "<f4",
    "F16": "<f2",
    "I64": "<i8",
    "I32": "<i4",
    "I16": "<i2",
    "I8": "|i1",
    "U8": "|u1",
    "BOOL": "|b1",
}


class InputError(Exception):
    """An input that cannot be used. The message says what to change."""


def mix(value: int) -> int:
    """The output function of SplitMix64 (Steele, Lea and Flood 2014)."""
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & MASK
    return value ^ (value >> 31)


def draw(seed: int, position: int, count: int) -> int:
    """The example at a position of the run: a number from 0 to count - 1.

    It is the high half of the product of count with number `position` of
    SplitMix64. Examples are drawn with replacement.
    """
    number = mix((seed + (position + 1) * 0x9E3779B97F4A7C15) & MASK)
    return number * count >> 64


class TokenData:
    """Windows of a file of tokens; the target is the next token."""

    def __init__(
        self, path: str, names: list[str], length: int, dtype: str, vocabulary: int
    ) -> None:
        if len(names) != 2:
            raise InputError(
                f"{path} gives an input and a target, but the loss takes "
                f"{', '.join(names)}: write a .safetensors file."
            )
        if length < 1:
            raise InputError("--length must be 1 or more.")
        size = np.dtype(dtype).itemsize
        if os.path.getsize(path) % size:
            raise InputError(
                f"{path} is not a whole number of {dtype} tokens: set --token-type."
            )
        tokens = os.path.getsize(path) // size
        if tokens <= length:
            raise InputError(
                f"{path} has {tokens} tokens, but a window needs {length + 1}: "
                "set a shorter --length."
            )
        self.path, self.names, self.vocabulary = path, names, vocabulary
        self.tokens = np.memmap(path, np.dtype(dtype).newbyteorder("<"), "r")
        self.length, self.count, self.per_example = length, tokens - length, length
        # Windows that do not overlap, for evaluation.
        self.all = range(0, self.count, length)

    def batch(self, examples: list[int]) -> dict[str, Tensor]:
        """The inputs and targets of windows, given by their first tokens."""
        rows = [self.tokens[first : first + self.length + 1] for first in examples]
        ids = np.stack(rows).astype(np.int64)
        if ids.min() < 0 or ids.max() >= self.vocabulary:
            wrong = ids.min() if ids.min() < 0 else ids.max()
            raise InputError(
                f"{self.path} has the token {wrong}, but the model's vocabulary "
                f"has {self.vocabulary}."
            )
        ids = torch.from_numpy(ids)
        parts = ids[:, :-1].contiguous(), ids[:, 1:].contiguous()
        return dict(zip(self.names, parts))


class TensorData:
    """A safetensors file with a tensor per input and target, examples first."""

    def __init__(self, path: str, names: list[str]) -> None:
        try:
            with open(path, "rb") as file:
                start = 8 + int.from_bytes(file.read(8), "little")
                header = json.loads(file.read(start - 8))
            header.pop("__metadata__", None)
            self.columns = {
                name: np.memmap(
                    path,
                    TYPES[entry["dtype"]],
                    "r",
                    start + entry["data_offsets"][0],
                    tuple(entry["shape"]),
                )
                for name, entry in header.items()
                if 0 not in entry["shape"]
            }
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
            raise InputError(f"{path} is not a complete safetensors file.") from None
        missing = [name for name in names if name not in self.columns]
        if missing:
            raise InputError(
                f"{path} has no examples of {', '.join(missing)}; it has "
                f"{', '.join(list(self.columns)[:8]) or 'no tensors'}."
            )
        self.columns = {name: self.columns[name] for name in names}
        counts = {column.shape[:1] for column in self.columns.values()}
        if len(counts) > 1 or () in counts:
            raise InputError(f"The tensors of {path} differ in their first axis.")
        self.count, self.per_example = counts.pop()[0], 1
        self.all = range(self.count)

    def batch(self, examples: list[int]) -> dict[str, Tensor]:
        """The inputs and targets of examples."""
        return {
            name: torch.from_numpy(np.stack([column[one] for one in examples]))
            for name, column in self.columns.items()
        }


def open_data(
    path: str, names: list[str], length: int, dtype: str, vocabulary: int
) -> TokenData | TensorData:
    """Opens a file: .safetensors, or tokens with any other ending."""
    if not os.path.isfile(path):
        raise InputError(f"There is no file {path}.")
    if os.path.getsize(path) == 0:
        raise InputError(f"{path} is empty.")
    if path.endswith(".safetensors"):
        return TensorData(path, names)
    return TokenData(path, names, length, dtype, vocabulary)


class Order:
    """Which examples each global batch has: drawn, or read from a file."""

    def __init__(self, path: str | None, seed: int, count: int) -> None:
        self.seed, self.count, self.indices = seed, count, None
        if path is None:
            return
        if not os.path.isfile(path) or os.path.getsize(path) == 0:
            raise InputError(f"{path} has no indices of examples.")
        if os.path.getsize(path) % 8:
            raise InputError(f"{path} is not a whole number of int64 indices.")
        self.indices = np.fromfile(path, "<i8")
        if self.indices.min() < 0 or self.indices.max() >= count:
            raise InputError(f"{path} has an index outside of 0 to {count - 1}.")

    def examples(self, first: int, count: int) -> list[int]:
        """The examples at positions of the run; a file starts again at its end."""
        positions = range(first, first + count)
        if self.indices is None:
            return [draw(self.seed, one, self.count) for one in positions]
        return [int(self.indices[one % len(self.indices)]) for one in positions]


def chunks(examples: range, size: int) -> Iterator[list[int]]:
    """Consecutive parts of a range."""
    for first in range(0, len(examples), size):
        yield list(examples[first : first + size])
