"""Runs exported models on the inputs beside them, and writes what they compute."""

import importlib
import json
import os
import sys
import traceback

import torch


def run(folder: str, case: dict, dtype: torch.dtype) -> dict[str, torch.Tensor]:
    torch.set_default_dtype(dtype)
    torch.manual_seed(0)
    for name in ("model", "layers", "checkpoint"):
        sys.modules.pop(name, None)
    sys.path.insert(0, folder)
    try:
        checkpoint = importlib.import_module("checkpoint")
        model = importlib.import_module("model").load(f"{folder}/model.safetensors")
    finally:
        sys.path.remove(folder)
    if case["training"]:
        model.train()
    else:
        model.eval()
    given = checkpoint.load_file(f"{folder}/given.safetensors")
    results = {}
    for number, call in enumerate(case["calls"]):
        inputs = [tensor(given, name, dtype) for name in call["inputs"]]
        model.zero_grad()
        outputs = model(*inputs)
        outputs = outputs if isinstance(outputs, tuple) else (outputs,)
        for i, output in enumerate(outputs):
            results[f"{number}_output{i}"] = output.detach()
        total = sum(
            (output * tensor(given, name, dtype)).sum()
            for output, name in zip(outputs, call["factors"])
            if name is not None and output.requires_grad
        )
        if call["targets"] is not None:
            targets = [tensor(given, name, dtype) for name in call["targets"]]
            loss = model.loss(*inputs, *targets)
            results[f"{number}_loss"] = loss.detach()
            total = total + loss.sum()
        if isinstance(total, torch.Tensor) and total.requires_grad:
            total.backward()
            for i, name in enumerate(case["parameters"]):
                gradient = model.get_parameter(name).grad
                if gradient is not None:
                    results[f"{number}_grad{i}"] = gradient.clone()
        if call["tokens"] is not None:
            results[f"{number}_ids"] = model.generate(
                inputs[0], *inputs[1:], max_new_tokens=call["tokens"]
            )
    checkpoint.save_file(results, f"{folder}/{str(dtype)[6:]}.safetensors")


def tensor(given, name, dtype):
    if name is None:
        return None
    found = given[name]
    return found.to(dtype) if found.is_floating_point() else found


def main() -> None:
    root = sys.argv[1]
    problems = {}
    for folder in sorted(os.listdir(root)):
        path = f"{root}/{folder}"
        if not os.path.exists(f"{path}/case.json"):
            continue
        with open(f"{path}/case.json") as file:
            case = json.load(file)
        try:
            for dtype in case["dtypes"]:
                run(path, case, getattr(torch, dtype))
        except Exception:
            problems[folder] = traceback.format_exc(limit=-3)
    with open(f"{root}/problems.json", "w") as file:
        json.dump(problems, file)


main()
