import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn


class PositionEmbedding(nn.Module):
    """Adds a learned vector per position: (..., T, D) to (..., T, D)."""

    def __init__(self, maximum: int, features: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(maximum, features))

    def forward(self, x: Tensor, start: int = 0) -> Tensor:
        end = start + x.size(-2)
        if end > self.weight.size(0):
            raise ValueError(
                f"a sequence of {end} positions is longer than the maximum, "
                f"{self.weight.size(0)}"
            )
        return x + self.weight[start:end]


def sinusoidal_positions(x: Tensor, start: int = 0) -> Tensor:
    """Adds sines and cosines of the positions (Vaswani et al. 2017).

    (..., T, D) to (..., T, D): feature 2i gets sin(t / 10000^(2i/D)), feature
    2i + 1 the cosine.
    """
    features = x.size(-1)
    even = torch.arange(0, features, 2, dtype=torch.float64, device=x.device)
    position = torch.arange(start, start + x.size(-2), device=x.device)
    angles = position[:, None] * 10000 ** (-even / features)
    table = torch.stack([angles.sin(), angles.cos()], dim=-1).flatten(-2)
    return x + table[:, :features].to(x.dtype)


class LearnedTokens(nn.Module):
    """Puts learned vectors before a sequence: (..., T, D) to (..., n + T, D)."""

    def __init__(self, count: int, features: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(0.02 * torch.randn(count, features))

    def forward(self, x: Tensor) -> Tensor:
        tokens = self.weight.expand(*x.shape[:-2], *self.weight.shape)
        return torch.cat([tokens, x], dim=-2)


@dataclass(frozen=True)
class RotaryOptions:
    """How queries and keys are rotated by their position (Su et al. 2021).

    The names are those of `rope_scaling` in Hugging Face's configurations:
    linear (Chen et al. 2023), ntk, yarn (Peng et al. 2023), llama3 and longrope
    (Ding et al. 2024).
    """

    base: float = 10000.0
    dim: int | None = None
    interleaved: bool = False
    scaling: str | None = None
    factor: float = 1.0
    context: int = 1
    low_frequency: float = 1.0
    high_frequency: float = 4.0
    beta_fast: float = 32.0
    beta_slow: float = 1.0
    attention_factor: float | None = None
    short_factors: Sequence[float] | None = None
    long_factors: Sequence[float] | None = None

    @property
    def magnitude(self) -> float:
        """The factor of cosines and sines."""
        if self.scaling == "yarn" and self.attention_factor is None:
            return 0.1 * math.log(self.factor) + 1.0
        scaled = self.scaling == "yarn" or self.short_factors is not None
        return self.attention_factor if scaled and self.attention_factor else 1.0

    def frequencies(self, dim: int, length: int) -> list[float]:
        """The angle of each pair of dim features from a position to the next."""
        base = self.base
        if self.scaling == "ntk":
            base *= self.factor ** (dim / (dim - 2))
        rates = [base ** (-2.0 * pair / dim) for pair in range(dim // 2)]
        if self.scaling == "linear":
            rates = [rate / self.factor for rate in rates]
        elif self.scaling == "yarn":
            rates = [
                self._blend(rate, 1.0 - self._ramp(pair, dim))
                for pair, rate in enumerate(rates)
            ]
        elif self.scaling == "llama3":
            rates = [self._blend(rate, self._share(rate)) for rate in rates]
        factors = self.short_factors if length <= self.context else self.long_factors
        if factors is None:
            return rates
        return [rate / factor for rate, factor in zip(rates, factors)]

    def _blend(self, rate: float, share: float) -> float:
        return (1.0 - share) * rate / self.factor + share * rate

    def _ramp(self, pair: int, dim: int) -> float:
        def pair_of(turns: float) -> float:
            angle = math.log(self.context / (turns * 2.0 * math.pi))
            return dim * angle / (2.0 * math.log(self.base))

        low = max(math.floor(pair_of(self.beta_fast)), 0)
        high = min(math.ceil(pair_of(self.beta_slow)), dim - 1)
        width = 0.001 if high == low else high - low
        return min(max((pair - low) / width, 0.0), 1.0)

    def _share(self, rate: float) -> float:
        turns = self.context * rate / (2.0 * math.pi)
        width = self.high_frequency - self.low_frequency
        return min(max((turns - self.low_frequency) / width, 0.0), 1.0)


def rotate(x: Tensor, options: RotaryOptions, start: int = 0) -> Tensor:
    """Rotates pairs of features of (..., T, d) by their positions."""
    dim = x.size(-1) if options.dim is None else options.dim
    end = start + x.size(-2)
    if options.long_factors is not None and 0 < start <= options.context < end:
        raise ValueError(
            f"the sequence grows beyond {options.context} positions, and longrope "
            "rotates longer ones by other angles: begin again with the whole sequence"
        )
    rates = torch.tensor(
        options.frequencies(dim, end), dtype=torch.float64, device=x.device
    )
    angles = torch.arange(start, end, device=x.device)[:, None] * rates
    cos = (options.magnitude * angles.cos()).to(x.dtype)
    sin = (options.magnitude * angles.sin()).to(x.dtype)
    turning, resting = x.split([dim, x.size(-1) - dim], dim=-1)
    if options.interleaved:
        first, second = turning.unflatten(-1, (dim // 2, 2)).unbind(-1)
    else:
        first, second = turning.chunk(2, dim=-1)
    turned = [first * cos - second * sin, second * cos + first * sin]
    if options.interleaved:
        return torch.cat([torch.stack(turned, dim=-1).flatten(-2), resting], dim=-1)
    return torch.cat([*turned, resting], dim=-1)


class TiedLinear(nn.Module):
    """A linear layer with the weight of an embedding and a bias of its own."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(features))

    def forward(self, x: Tensor, weight: Tensor) -> Tensor:
        return nn.functional.linear(x, weight, self.bias)
