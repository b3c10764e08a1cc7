import torch.nn.functional as F
from attention import MultiHeadAttention
from decoding import Cache
from norms import LayerNorm
from torch import Tensor, nn


def activate(x: Tensor, activation: str) -> Tensor:
    """Applies "relu", "gelu", "gelu_tanh" or "silu" element by element."""
    if activation == "gelu_tanh":
        return F.gelu(x, approximate="tanh")
    return {"relu": F.relu, "gelu": F.gelu, "silu": F.silu}[activation](x)


class FeedForward(nn.Module):
    """Two linear layers with an activation between them (Vaswani et al. 2017)."""

    def __init__(
        self,
        features: int,
        hidden: int,
        activation: str = "relu",
        dropout: float = 0.0,
        bias: bool = True,
    ) -> None:
        super().__init__()
        self.activation = activation
        self.dropout = dropout
        self.linear1 = nn.Linear(features, hidden, bias=bias)
        self.linear2 = nn.Linear(hidden, features, bias=bias)

    def forward(self, x: Tensor) -> Tensor:
        hidden = activate(self.linear1(x), self.activation)
        return self.linear2(F.dropout(hidden, self.dropout, self.training))


class GatedFeedForward(nn.Module):
    """down(activation(gate(x)) * up(x)) (Shazeer 2020)."""

    def __init__(
        self,
        features: int,
        hidden: int,
        activation: str = "silu",
        dropout: float = 0.0,
        bias: bool = False,
    ) -> None:
        super().__init__()
        self.activation = activation
        self.dropout = dropout
        self.gate = nn.Linear(features, hidden, bias=bias)
        self.up = nn.Linear(features, hidden, bias=bias)
        self.down = nn.Linear(hidden, features, bias=bias)

    def forward(self, x: Tensor) -> Tensor:
        hidden = activate(self.gate(x), self.activation) * self.up(x)
        return self.down(F.dropout(hidden, self.dropout, self.training))


class TransformerEncoderLayer(nn.Module):
    """Self-attention and a feed-forward network (Vaswani et al. 2017).

    As nn.TransformerEncoderLayer with batch_first, and with a choice of causal
    attention and of a cache.
    """

    def __init__(
        self,
        features: int,
        heads: int,
        hidden: int,
        dropout: float = 0.1,
        activation: str = "relu",
        norm_first: bool = False,
        eps: float = 1e-5,
        bias: bool = True,
        causal: bool = False,
    ) -> None:
        super().__init__()
        self.dropout = dropout
        self.activation = activation
        self.norm_first = norm_first
        self.self_attn = MultiHeadAttention(
            features, heads, bias=bias, dropout=dropout, causal=causal
        )
        self.linear1 = nn.Linear(features, hidden, bias=bias)
        self.linear2 = nn.Linear(hidden, features, bias=bias)
        self.norm1 = LayerNorm(features, eps, bias=bias)
        self.norm2 = LayerNorm(features, eps, bias=bias)

    def forward(
        self,
        x: Tensor,
        mask: Tensor | None = None,
        key_padding_mask: Tensor | None = None,
        cache: Cache | None = None,
    ) -> Tensor:
        def attend(x: Tensor) -> Tensor:
            return self.self_attn(x, None, mask, key_padding_mask, cache)

        x = self._sublayer(x, self.norm1, attend)
        return self._sublayer(x, self.norm2, self._feed_forward)

    def _feed_forward(self, x: Tensor) -> Tensor:
        hidden = activate(self.linear1(x), self.activation)
        return self.linear2(F.dropout(hidden, self.dropout, self.training))

    def _sublayer(self, x: Tensor, norm: nn.Module, apply) -> Tensor:
        change = apply(norm(x) if self.norm_first else x)
        x = x + F.dropout(change, self.dropout, self.training)
        return x if self.norm_first else norm(x)


class TransformerDecoderLayer(TransformerEncoderLayer):
    """As TransformerEncoderLayer, with attention to a memory in between."""

    def __init__(
        self,
        features: int,
        heads: int,
        hidden: int,
        dropout: float = 0.1,
        activation: str = "relu",
        norm_first: bool = False,
        eps: float = 1e-5,
        bias: bool = True,
        causal: bool = False,
    ) -> None:
        super().__init__(
            features,
            heads,
            hidden,
            dropout,
            activation,
            norm_first,
            eps,
            bias,
            causal,
        )
        self.multihead_attn = MultiHeadAttention(
            features, heads, bias=bias, dropout=dropout
        )
        self.norm3 = LayerNorm(features, eps, bias=bias)

    def forward(
        self,
        x: Tensor,
        memory: Tensor,
        mask: Tensor | None = None,
        key_padding_mask: Tensor | None = None,
        memory_mask: Tensor | None = None,
        memory_key_padding_mask: Tensor | None = None,
        cache: Cache | None = None,
    ) -> Tensor:
        def attend(x: Tensor) -> Tensor:
            return self.self_attn(x, None, mask, key_padding_mask, cache)

        def recall(x: Tensor) -> Tensor:
            return self.multihead_attn(x, memory, memory_mask, memory_key_padding_mask)

        x = self._sublayer(x, self.norm1, attend)
        x = self._sublayer(x, self.norm2, recall)
        return self._sublayer(x, self.norm3, self._feed_forward)
