"""Gpt2 in PyTorch, as ModelGen declares it."""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor, nn

from checkpoint import load_file
from layers import (
    Cache,
    FeedForward,
    MultiHeadAttention,
    PositionEmbedding,
    generate,
    initialize,
)


class Gpt2Block(nn.Module):
    """From (B, T, D) to (B, T, D).

    input: (B, T, D)
    returns: (B, T, D)
    """

    def __init__(
        self,
        D: int,
        heads: int,
        hidden: int,
        eps: float,
        activation: str,
        attentionDropout: float,
        residualDropout: float,
    ) -> None:
        super().__init__()
        self.residualDropout = residualDropout
        self.attention = nn.ModuleDict(
            {
                "layerNorm": nn.LayerNorm(D, eps=eps),
                "multiHeadAttention": MultiHeadAttention(
                    D, heads, dropout=attentionDropout, causal=True
                ),
            }
        )
        self.feedForward = nn.ModuleDict(
            {
                "layerNorm": nn.LayerNorm(D, eps=eps),
                "feedForward": FeedForward(D, hidden, activation=activation),
            }
        )
        initialize(self.attention["multiHeadAttention"], nn.init.normal_, 0.0, 0.02)
        initialize(self.feedForward["feedForward"], nn.init.normal_, 0.0, 0.02)

    def forward(self, input: Tensor, cache: Cache | None = None) -> Tensor:
        x = self.attention["layerNorm"](input)  # (B, T, D)
        x = self.attention["multiHeadAttention"](x, cache=cache)  # (B, T, D)
        x = F.dropout(x, self.residualDropout, self.training)  # (B, T, D)
        attention = input + x  # (B, T, D)
        x = self.feedForward["layerNorm"](attention)  # (B, T, D)
        x = self.feedForward["feedForward"](x)  # (B, T, D)
        x = F.dropout(x, self.residualDropout, self.training)  # (B, T, D)
        return attention + x  # (B, T, D)


class Gpt2(nn.Module):
    """From (B, T) to (B, T, vocabulary).

    input: (B, T) of int64
    returns: (B, T, vocabulary)
    """

    def __init__(
        self,
        vocabulary: int = 50257,
        positions: int = 1024,
        D: int = 768,
        layers: int = 12,
        heads: int = 12,
        hidden: int = 3072,
        eps: float = 1e-5,
        activation: str = "gelu_tanh",
        embeddingDropout: float = 0.1,
        attentionDropout: float = 0.1,
        residualDropout: float = 0.1,
    ) -> None:
        super().__init__()
        self.embeddingDropout = embeddingDropout
        self.embedding = nn.Embedding(vocabulary, D)
        self.positionEmbedding = PositionEmbedding(positions, D)
        self.block = nn.ModuleList(
            [
                Gpt2Block(
                    D=D,
                    heads=heads,
                    hidden=hidden,
                    eps=eps,
                    activation=activation,
                    attentionDropout=attentionDropout,
                    residualDropout=residualDropout,
                )
                for _ in range(layers)
            ]
        )
        self.layerNorm = nn.LayerNorm(D, eps=eps)
        initialize(self.embedding, nn.init.normal_, 0.0, 0.02)
        initialize(self.positionEmbedding, nn.init.normal_, 0.0, 0.02)

    def forward(self, input: Tensor, cache: Cache | None = None) -> Tensor:
        start = 0 if cache is None else cache.length
        x = self.embedding(input)  # (B, T, D)
        x = self.positionEmbedding(x, start)  # (B, T, D)
        x = F.dropout(x, self.embeddingDropout, self.training)  # (B, T, D)
        for block in self.block:
            x = block(x, cache=cache)  # (B, T, D)
        x = self.layerNorm(x)  # (B, T, D)
        return F.linear(x, self.embedding.weight)  # (B, T, vocabulary)

    def loss(self, input: Tensor, target: Tensor) -> Tensor:
        output = self(input)
        return F.cross_entropy(output.movedim(-1, 1), target)

    def generate(self, input: Tensor, max_new_tokens: int, **options) -> Tensor:
        """Continues the ids by max_new_tokens; see generate in layers.py."""
        return generate(self, "input", input, max_new_tokens, **options)


def load(weights: str = "model.safetensors") -> Gpt2:
    """The model as it was exported, with the weights of a file."""
    model = Gpt2(
        vocabulary=50257,
        positions=1024,
        D=768,
        layers=12,
        heads=12,
        hidden=3072,
        eps=1e-5,
        activation="gelu_tanh",
        embeddingDropout=0.1,
        attentionDropout=0.1,
        residualDropout=0.1,
    )
    model.load_state_dict(load_file(weights))
    return model
