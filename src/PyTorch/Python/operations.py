import torch
from decoding import Cache
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


def run_recurrent(
    rnn: nn.RNNBase,
    x: Tensor,
    state: Tensor | tuple[Tensor | None, Tensor | None] | None = None,
    lengths: Tensor | None = None,
    cache: Cache | None = None,
) -> tuple[Tensor, Tensor | tuple[Tensor, Tensor]]:
    """Runs a recurrent layer: (B, T, in) to (B, T, out) and its final states.

    Missing initial states are 0. The results after the length of a sequence are
    0. With a cache the states of the earlier positions are the initial ones.
    """
    if cache is not None:
        state = cache.state(state)
    if isinstance(state, tuple):
        known = next((part for part in state if part is not None), None)
        state = (
            None
            if known is None
            else tuple(
                torch.zeros_like(known) if part is None else part for part in state
            )
        )
    if lengths is None:
        x, state = rnn(x, state)
    else:
        packed = pack_padded_sequence(
            x, lengths.cpu(), batch_first=True, enforce_sorted=False
        )
        packed, state = rnn(packed, state)
        x, _ = pad_packed_sequence(packed, batch_first=True, total_length=x.size(1))
    if cache is not None:
        cache.keep(state)
    return x, state


def drop_path(x: Tensor, p: float, training: bool) -> Tensor:
    """Zeroes whole items of a batch in training (Huang et al. 2016)."""
    if not training or p == 0.0:
        return x
    kept = torch.rand(x.size(0), *[1] * (x.dim() - 1), device=x.device) >= p
    return x * kept / (1.0 - p) if p < 1.0 else x * kept


def like(padding: Tensor, x: Tensor) -> Tensor:
    """A mask with an axis of size 1 for each further axis of x."""
    return padding.reshape(*padding.shape, *[1] * (x.dim() - padding.dim()))


def masked_sum(x, padding, dim, keepdim=False) -> Tensor:
    """The sum over an axis without padding, which the mask is true for."""
    if padding is None:
        return x.sum(dim, keepdim)
    return x.masked_fill(like(padding, x), 0).sum(dim, keepdim)


def masked_mean(x, padding, dim, keepdim=False) -> Tensor:
    """The mean over an axis without padding; 0 if there is nothing else."""
    if padding is None:
        return x.mean(dim, keepdim)
    count = (~like(padding, x)).sum(dim, keepdim).clamp(min=1)
    return masked_sum(x, padding, dim, keepdim) / count


def masked_max(x, padding, dim, keepdim=False) -> tuple[Tensor, Tensor]:
    """The maximum over an axis without padding, and its index."""
    if padding is None:
        return x.max(dim, keepdim)
    ignored = like(padding, x)
    lowest = -torch.inf if x.is_floating_point() else torch.iinfo(x.dtype).min
    values, indices = x.masked_fill(ignored, lowest).max(dim, keepdim)
    none = ignored.all(dim, keepdim)
    return values.masked_fill(none, 0), indices.masked_fill(none, 0)


def initialize(layer: nn.Module, scheme, *args) -> None:
    """Applies a scheme of nn.init to the parameters with two or more axes."""
    for parameter in layer.parameters():
        if parameter.dim() >= 2:
            scheme(parameter, *args)


def truncated_normal(parameter: Tensor, std: float) -> None:
    """Draws from a normal distribution, cut at two standard deviations."""
    nn.init.trunc_normal_(parameter, std=std, a=-2.0 * std, b=2.0 * std)


def kaiming_uniform(parameter: Tensor) -> None:
    """He initialization (He et al. 2015) for a ReLU."""
    nn.init.kaiming_uniform_(parameter, nonlinearity="relu")


def kaiming_normal(parameter: Tensor) -> None:
    """He initialization (He et al. 2015) for a ReLU."""
    nn.init.kaiming_normal_(parameter, nonlinearity="relu")
