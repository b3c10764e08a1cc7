import math

import torch
import torch.nn.functional as F
from decoding import Cache
from norms import RMSNorm
from positions import RotaryOptions, rotate
from torch import Tensor, nn


def visible_keys(queries, keys, start=0, window=None, device=None) -> Tensor:
    """Which keys each query sees, (T, S): those up to its own position.

    The first query is at the position `start`. With a window it sees the last
    `window` of these keys only.
    """
    query = torch.arange(start, start + queries, device=device)[:, None]
    key = torch.arange(keys, device=device)[None, :]
    visible = key <= query
    return visible if window is None else visible & (key > query - window)


def combine_masks(masks: list[Tensor]) -> Tensor | None:
    """One mask of several; booleans are true for visible keys, numbers are added."""
    combined = None
    for mask in masks:
        if combined is None:
            combined = mask
        elif mask.dtype != torch.bool and combined.dtype != torch.bool:
            combined = combined + mask
        elif mask.dtype != torch.bool:
            combined = mask.masked_fill(~combined, -torch.inf)
        elif combined.dtype != torch.bool:
            combined = combined.masked_fill(~mask, -torch.inf)
        else:
            combined = combined & mask
    return combined


def attention_weights(query, key, mask=None, scale=None) -> Tensor:
    """The weights of the keys, (..., T, S); 0 for a query that sees no key."""
    scale = query.size(-1) ** -0.5 if scale is None else scale
    scores = query @ key.transpose(-2, -1) * scale
    if mask is None:
        return scores.softmax(-1)
    if mask.dtype == torch.bool:
        mask = torch.zeros_like(mask, dtype=scores.dtype).masked_fill(~mask, -torch.inf)
    hidden = (mask == -torch.inf).expand_as(scores)
    blind = hidden.all(-1, keepdim=True)
    scores = (scores + mask).masked_fill(blind, 0.0)
    return scores.softmax(-1).masked_fill(blind, 0.0)


def scaled_dot_product_attention(
    query, key, value, mask=None, causal=False, scale=None, dropout=0.0
) -> Tensor:
    """softmax(Q Kᵀ scale) V (Vaswani et al. 2017), 0 for a query without keys.

    The kernel of PyTorch 2 is used where there is one. It takes a scale since 2.1
    only, and returns NaN for a query without keys before 2.5.
    """
    if not hasattr(F, "scaled_dot_product_attention"):
        if causal:
            mask = visible_keys(query.size(-2), key.size(-2), device=query.device)
        weights = attention_weights(query, key, mask, scale)
        return F.dropout(weights, dropout) @ value if dropout else weights @ value
    if scale is not None:
        query = query * (scale * query.size(-1) ** 0.5)
    if mask is None:
        return F.scaled_dot_product_attention(
            query, key, value, dropout_p=dropout, is_causal=causal
        )
    hidden = ~mask if mask.dtype == torch.bool else mask == -torch.inf
    blind = hidden.all(-1, keepdim=True)
    mask = mask | blind if mask.dtype == torch.bool else mask.masked_fill(blind, 0.0)
    attended = F.scaled_dot_product_attention(
        query, key, value, attn_mask=mask, dropout_p=dropout
    )
    return attended.masked_fill(blind, 0.0)


def alibi_bias(heads, queries, keys, start, like) -> Tensor:
    """What ALiBi adds to the scores, (heads, T, S) (Press et al. 2022)."""
    power = 2 ** int(math.log2(heads))
    slopes = [2 ** (-8.0 * (head + 1) / power) for head in range(power)]
    slopes += [2 ** (-4.0 * (2 * head + 1) / power) for head in range(heads - power)]
    query = torch.arange(start, start + queries, device=like.device)[:, None]
    key = torch.arange(keys, device=like.device)[None, :]
    slope = torch.tensor(slopes, dtype=like.dtype, device=like.device)
    return -slope[:, None, None] * (query - key).abs()


class MultiHeadAttention(nn.Module):
    """Multi-head attention (Vaswani et al. 2017): (B, T, D) to (B, T, D).

    Keys and values come from the input, or from a memory (B, S, E).
    """

    def __init__(
        self,
        features: int,
        heads: int,
        head_dim: int | None = None,
        memory_features: int | None = None,
        key_value_heads: int | None = None,
        bias: bool = True,
        output_bias: bool | None = None,
        dropout: float = 0.0,
        causal: bool = False,
        window: int | None = None,
        scale: float | None = None,
        norm_eps: float | None = None,
        rotary: RotaryOptions | None = None,
        alibi: bool = False,
    ) -> None:
        super().__init__()
        self.heads = heads
        self.head_dim = features // heads if head_dim is None else head_dim
        self.key_value_heads = heads if key_value_heads is None else key_value_heads
        self.dropout = dropout
        self.causal = causal
        self.window = window
        self.scale = scale
        self.rotary = rotary
        self.alibi = alibi
        source = features if memory_features is None else memory_features
        shared = self.key_value_heads * self.head_dim
        self.query = nn.Linear(features, heads * self.head_dim, bias=bias)
        self.key = nn.Linear(source, shared, bias=bias)
        self.value = nn.Linear(source, shared, bias=bias)
        self.output = nn.Linear(
            heads * self.head_dim,
            features,
            bias=bias if output_bias is None else output_bias,
        )
        self.queryNorm = self.keyNorm = None
        if norm_eps is not None:
            self.queryNorm = RMSNorm(self.head_dim, eps=norm_eps)
            self.keyNorm = RMSNorm(self.head_dim, eps=norm_eps)

    def forward(
        self,
        x: Tensor,
        memory: Tensor | None = None,
        mask: Tensor | None = None,
        key_padding_mask: Tensor | None = None,
        cache: Cache | None = None,
        need_weights: bool = False,
    ) -> Tensor | tuple[Tensor, Tensor]:
        """Attend from each position of x to the memory, or to x itself.

        mask: (T, S), (B, T, S) or (B, heads, T, S); booleans are true where a
            query sees a key, numbers are added to the scores.
        key_padding_mask: (B, S), true for keys to ignore.
        cache: the keys and values of the positions before x.
        need_weights: whether the weights (B, heads, T, S) are returned as well.
        """
        source = x if memory is None else memory
        start = 0 if cache is None else cache.length
        query = self._split(self.query(x), self.heads, self.queryNorm)
        key = self._split(self.key(source), self.key_value_heads, self.keyNorm)
        value = self._split(self.value(source), self.key_value_heads)
        if self.rotary is not None:
            query = rotate(query, self.rotary, start)
            key = rotate(key, self.rotary, start)
        if cache is not None:
            key, value = cache.append(key, value)
        masks = self._masks(query, key, start, mask, key_padding_mask)
        # The kernel of PyTorch is fastest when it need not read a mask.
        triangle = self.causal and self.window is None and start == 0
        triangle = triangle and not masks and not need_weights
        if self.causal and not triangle:
            masks.append(
                visible_keys(
                    query.size(2), key.size(2), start, self.window, query.device
                )
            )
        bias = combine_masks(masks)
        repeats = self.heads // self.key_value_heads
        key = key.repeat_interleave(repeats, dim=1)
        value = value.repeat_interleave(repeats, dim=1)
        dropout = self.dropout if self.training else 0.0
        if need_weights:
            weights = attention_weights(query, key, bias, self.scale)
            attended = F.dropout(weights, dropout) @ value
        else:
            attended = scaled_dot_product_attention(
                query, key, value, bias, triangle, self.scale, dropout
            )
        output = self.output(attended.transpose(1, 2).flatten(2))
        return (output, weights) if need_weights else output

    def _split(self, x: Tensor, heads: int, norm: nn.Module | None = None) -> Tensor:
        # (B, T, heads*d) to (B, heads, T, d)
        x = x.view(x.size(0), x.size(1), heads, self.head_dim)
        return (x if norm is None else norm(x)).transpose(1, 2)

    def _masks(self, query, key, start, mask, key_padding_mask) -> list[Tensor]:
        masks = []
        if mask is not None:
            masks.append(mask[:, None] if mask.dim() == 3 else mask)
        if key_padding_mask is not None:
            masks.append(~key_padding_mask[:, None, None, :])
        if self.alibi:
            size = (query.size(2), key.size(2))
            masks.append(alibi_bias(self.heads, *size, start, query))
        return masks
