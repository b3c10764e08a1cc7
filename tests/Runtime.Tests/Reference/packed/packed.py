"""Computes packed.safetensors: recurrences of PyTorch over packed sequences of several lengths, in float64.

    python3 tests/Runtime.Tests/Reference/packed/packed.py

For each of RNN, LSTM and GRU (two layers, both directions) the file has the input, the lengths, the initial states, the weights, the
padded output, the final states, and the gradients of mean(output^2) + mean(h^2) for the input and the weights.
"""
import pathlib
import sys

import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "rows"))

from rows import save  # noqa: E402

STEPS, INPUT, HIDDEN = 6, 4, 3
LENGTHS = [3, 6, 1, 4]


def compute(kind, index):
    torch.manual_seed(index)
    layer = getattr(torch.nn, kind)(INPUT, HIDDEN, num_layers=2, bidirectional=True, batch_first=True).double()
    x = torch.randn(len(LENGTHS), STEPS, INPUT, dtype=torch.float64, requires_grad=True)
    states = [torch.randn(4, len(LENGTHS), HIDDEN, dtype=torch.float64) for _ in range(2 if kind == "LSTM" else 1)]
    lengths = torch.tensor(LENGTHS)
    packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    output, final = layer(packed, tuple(states) if kind == "LSTM" else states[0])
    output, _ = pad_packed_sequence(output, batch_first=True, total_length=STEPS)
    final = final if kind == "LSTM" else (final,)
    (output.square().mean() + final[0].square().mean()).backward()
    return {
        f"{kind}.input": x, f"{kind}.lengths": lengths, f"{kind}.output": output, f"{kind}.gradient": x.grad,
        **{f"{kind}.{name}0": state for name, state in zip("hc", states)},
        **{f"{kind}.{name}": state for name, state in zip("hc", final)},
        **{f"{kind}.weight.{key}": value for key, value in layer.state_dict().items()},
        **{f"{kind}.gradient.{key}": parameter.grad for key, parameter in layer.named_parameters()},
    }


tensors = {}
for i, kind in enumerate(["RNN", "LSTM", "GRU"]):
    tensors.update(compute(kind, i))
save(HERE / "packed.safetensors", tensors, {"torch": torch.__version__.split("+")[0]})
