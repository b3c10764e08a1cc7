"""Writes files of torch.save for TorchFileTests, and what is in them as JSON.

    python3 tests/Runtime.Tests/Reference/Torch/make.py [FOLDER]

The committed files were written with PyTorch 1.13. TorchFileTests also runs this script with the PyTorch of the machine, if there is one.
"""

import collections
import json
import os
import sys

import torch

folder = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
types = [torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8,
         torch.bool]


def path(name):
    return os.path.join(folder, name)


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = torch.nn.Linear(3, 2)
        self.norm = torch.nn.BatchNorm1d(2)


class Command:
    def __reduce__(self):
        return os.system, ("touch executed",)


def tensors():
    whole = torch.arange(24, dtype=torch.float32).reshape(2, 3, 4)
    state = collections.OrderedDict((str(kind).split(".")[1], torch.arange(-2, 4).to(kind).reshape(2, 3)) for kind in types)
    state["scalar"] = torch.tensor(2.5)
    state["empty"] = torch.empty(0, 3)
    state["whole"] = whole
    state["transposed"] = whole.transpose(0, 2)
    state["column"] = whole[:, 1, 2]
    state["part"] = whole[1]
    state["steps"] = whole[:, ::2, 1::2]
    state["unused"] = torch.arange(10)[4:6]
    state["parameter"] = torch.nn.Parameter(torch.tensor([1.5, -1.5]))
    state["Größe"] = torch.tensor([7])
    return state


torch.manual_seed(0)
net = Net()
state = tensors()
torch.save(state, path("types.pt"))
torch.save(state, path("types-before-1.6.pt"), _use_new_zipfile_serialization=False)
torch.save(dict(state), path("types-protocol-4.pt"), pickle_protocol=4)
with open(path("types.json"), "w") as file:
    described = {name: {"shape": list(tensor.shape), "values": tensor.double().flatten().tolist()} for name, tensor in state.items()}
    json.dump(described, file, indent=1)

optimizer = torch.optim.Adam(net.parameters())
net.linear(torch.ones(4, 3)).sum().backward()
optimizer.step()
torch.save({"epoch": 3, "arch": "net", "best": 0.5, "done": False, "size": torch.Size([2, 3]), "device": torch.device("cpu"),
            "state_dict": net.state_dict(), "optimizer": optimizer.state_dict()}, path("training.pt"))
torch.save({"model": net.state_dict(), "ema": {"model": net.state_dict(), "step": 7}}, path("average.pt"))
torch.save(net, path("module.pt"))
torch.save({"weight": torch.ones(2), "command": Command()}, path("command.pt"))
torch.save(torch.ones(2), path("tensor.pt"))
torch.save({"weight": torch.ones(1).expand(1000, 1000)}, path("expanded.pt"))
torch.save({"weight": torch.ones(2, dtype=torch.complex64)}, path("complex.pt"))

items = list(net.state_dict().items())
names = ["pytorch_model-00001-of-00002.bin", "pytorch_model-00002-of-00002.bin"]
os.makedirs(path("shards"), exist_ok=True)
for name, part in zip(names, (items[:2], items[2:])):
    torch.save(dict(part), path("shards/" + name))
with open(path("shards/pytorch_model.bin.index.json"), "w") as file:
    json.dump({"metadata": {}, "weight_map": {name: names[0 if at < 2 else 1] for at, (name, _) in enumerate(items)}}, file, indent=1)
with open(path("net.json"), "w") as file:
    described = {name: {"shape": list(tensor.shape), "values": tensor.double().flatten().tolist()} for name, tensor in items}
    json.dump(described, file, indent=1)
