import torch
import torch.nn.functional as F
from torch import Tensor, nn


class LayerNorm(nn.Module):
    """Layer normalization of the last axis; nn.LayerNorm has `bias` since 2.1."""

    def __init__(self, features: int, eps: float = 1e-5, bias: bool = True) -> None:
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(features))
        self.bias = nn.Parameter(torch.zeros(features)) if bias else None

    def forward(self, x: Tensor) -> Tensor:
        return F.layer_norm(x, x.shape[-1:], self.weight, self.bias, self.eps)


class RMSNorm(nn.Module):
    """Division by the root mean square of the last axis; nn.RMSNorm since 2.4."""

    def __init__(
        self, features: int, eps: float | None = None, affine: bool = True
    ) -> None:
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(features)) if affine else None

    def forward(self, x: Tensor) -> Tensor:
        eps = torch.finfo(x.dtype).eps if self.eps is None else self.eps
        # The sum of squares can overflow half precision.
        wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
        scale = wide.square().mean(-1, keepdim=True).add(eps).rsqrt()
        normalized = (wide * scale).to(x.dtype)
        return normalized if self.weight is None else normalized * self.weight
