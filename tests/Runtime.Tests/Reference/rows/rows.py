"""Computes rows.safetensors: what PyTorch gives for each row of LayerRows.cs, in float64.

    python3 tests/Runtime.Tests/Reference/rows/rows.py

A row is a model of one layer with [PyTorch("torch.nn.Softsign()", 2, 3, 4)]: the module in Python, and the shape of its input. For
each the file has the input, the weights, the output, and the gradients of mean(output^2) for the input and the weights. The numbers
depend on the row alone, so adding one changes no other.
"""
import json
import pathlib
import re
import struct
import zlib

import torch

HERE = pathlib.Path(__file__).parent
ROW = re.compile(r'\[PyTorch\("((?:[^"\\]|\\.)*)"((?:,\s*\d+)+)\)\]\s*public partial class (\w+)')


def compute(name, module, shape):
    torch.manual_seed(zlib.crc32(name.encode()))
    layer = eval(module, {"torch": torch}).double().train()
    if any(True for _ in layer.parameters()):
        with torch.no_grad():
            for parameter in layer.parameters():
                parameter.add_(torch.randn_like(parameter) * 0.1)
    x = torch.randn(shape, dtype=torch.float64, requires_grad=True)
    weights = {f"{name}.weight.{key}": value.detach().clone() for key, value in layer.state_dict().items()}
    output = layer(x)
    output.square().mean().backward()
    gradients = {f"{name}.gradient.{key}": parameter.grad for key, parameter in layer.named_parameters()}
    return {f"{name}.input": x, f"{name}.output": output, f"{name}.gradient": x.grad, **weights, **gradients}


def save(path, tensors, modules):
    """The safetensors format: the length of the header, the header, the tensors one after the other."""
    types = {torch.float64: "F64", torch.int64: "I64"}
    header, data = {"__metadata__": modules}, b""
    # In the order of the safetensors library: by type, then by name.
    for key in sorted(tensors, key=lambda key: (tensors[key].dtype != torch.int64, key)):
        tensor = tensors[key].detach().contiguous()
        values = tensor.numpy().tobytes()
        header[key] = {"dtype": types[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(values)]}
        data += values
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def main():
    tensors, modules = {}, {}
    source = (HERE.parent.parent / "Layers" / "LayerRows.cs").read_text()
    for module, shape, name in ROW.findall(source):
        sizes = [int(size) for size in shape.split(",") if size.strip()]
        modules[name] = module.replace('\\"', '"')
        tensors.update(compute(name, modules[name], sizes))
        print(f"{name}: {modules[name]} of {tuple(sizes)}")
    save(HERE / "rows.safetensors", tensors, dict(sorted(modules.items())))


if __name__ == "__main__":
    main()
