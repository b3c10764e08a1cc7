"""Trains the model of this folder, in one process or in several by torchrun.

    python train.py --data tokens.bin --steps 1000
    torchrun --standalone --nproc_per_node 2 train.py --data tokens.bin ...

The run folder gets model.safetensors, last.pt, best.pt and metrics.jsonl.
"""

from __future__ import annotations

import argparse
import inspect
import json
import math
import os
import sys
import time
from contextlib import nullcontext

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from checkpoint import save_file
from data import MASK, InputError, Order, chunks, mix, open_data
from model import load

RANK = int(os.environ.get("RANK", 0))
PROCESSES = int(os.environ.get("WORLD_SIZE", 1))
# Options that a resumed run may change.
FREE = {"resume", "run", "data", "eval_data", "order", "accumulate", "save_every"}


class Loss(nn.Module):
    """The loss as a forward pass, which DistributedDataParallel hooks into."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, batch: dict[str, Tensor]) -> Tensor:
        return self.model.loss(**batch)


def parse() -> argparse.Namespace:
    options = argparse.ArgumentParser(description="Trains the model of this folder.")
    add = options.add_argument
    add("--data", required=True, help="tokens, or a .safetensors file of tensors")
    add("--eval-data", help="a file of the same kind, to evaluate on")
    add("--run", default="run", help="the folder of the run")
    add("--resume", action="store_true", help="continue from last.pt, if it is there")
    add("--steps", type=int, default=1000)
    add("--batch", type=int, default=32, help="examples per step, of all processes")
    add("--accumulate", type=int, default=1, help="parts of a process's batch")
    add("--length", type=int, default=128, help="tokens per window")
    add("--token-type", choices=["uint16", "int32"], default="uint16")
    add("--order", help="int64 indices of the examples, in the order of the run")
    add("--seed", type=int, default=1)
    add("--rate", type=float, default=1e-3, help="the highest learning rate")
    add("--warm-up", type=float, default=0.0, help="the share of the run")
    add("--final", type=float, default=0.0, help="the last rate, as a share")
    add("--decay", type=float, default=0.01, help="weight decay")
    add("--clip", type=float, default=1.0, help="largest gradient norm; 0: any")
    add("--dtype", choices=["float32", "bfloat16", "float64"], default="float32")
    add("--eval-every", type=int, default=100)
    add("--save-every", type=int, default=100)
    add("--strategy", choices=["none", "ddp"], default="ddp" if PROCESSES > 1 else None)
    return options.parse_args()


def check(options: argparse.Namespace) -> None:
    for name in ["steps", "batch", "accumulate", "eval_every", "save_every"]:
        if getattr(options, name) < 1:
            raise InputError(f"--{name.replace('_', '-')} must be 1 or more.")
    if not 0 <= options.warm_up < 1:
        raise InputError("--warm-up must be 0 or more and below 1.")
    if PROCESSES > 1 and options.strategy == "none":
        raise InputError(f"{PROCESSES} processes need --strategy ddp.")
    if options.batch % (PROCESSES * options.accumulate):
        raise InputError(
            f"--batch {options.batch} cannot be divided among {PROCESSES} processes "
            f"with {options.accumulate} parts each: set a multiple of "
            f"{PROCESSES * options.accumulate}."
        )


def factor(step: int, options: argparse.Namespace) -> float:
    """Warm-up and cosine: what the rate is multiplied by."""
    share = step / options.steps
    if share < options.warm_up:
        return max(share / options.warm_up, 0.01)
    falling = (share - options.warm_up) / (1 - options.warm_up)
    cosine = 0.5 * (1 + math.cos(math.pi * falling))
    return options.final + (1 - options.final) * cosine


def optimizer_of(model: nn.Module, options: argparse.Namespace) -> torch.optim.AdamW:
    """AdamW, without weight decay for parameters of fewer than two axes."""
    trained = [one for one in model.parameters() if one.requires_grad]
    groups = [
        {"params": [one for one in trained if one.dim() >= 2]},
        {"params": [one for one in trained if one.dim() < 2], "weight_decay": 0.0},
    ]
    groups = [group for group in groups if group["params"]]
    return torch.optim.AdamW(groups, options.rate, weight_decay=options.decay)


def save(path: str, state: dict) -> None:
    """Replaces a file once the new one is complete."""
    with open(f"{path}.tmp", "wb") as file:
        torch.save(state, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(f"{path}.tmp", path)


def mean_over_processes(value: Tensor) -> float:
    value = value.detach().double()
    if PROCESSES > 1:
        dist.all_reduce(value)
    return value.item() / PROCESSES


class Run:
    """A run: its model, its data and its place."""

    def __init__(self, options: argparse.Namespace) -> None:
        check(options)
        self.options = options
        cuda = torch.cuda.is_available()
        local = int(os.environ.get("LOCAL_RANK", 0))
        self.device = torch.device("cuda", local) if cuda else torch.device("cpu")
        if PROCESSES > 1:
            dist.init_process_group("nccl" if cuda else "gloo")
        folder = os.path.dirname(os.path.abspath(__file__))
        self.model = load(os.path.join(folder, "model.safetensors"))
        names = list(inspect.signature(self.model.loss).parameters)
        tables = [m for m in self.model.modules() if isinstance(m, nn.Embedding)]
        vocabulary = max([table.num_embeddings for table in tables], default=MASK)
        given = names, options.length, options.token_type, vocabulary
        self.data = open_data(options.data, *given)
        self.held_out = options.eval_data and open_data(options.eval_data, *given)
        self.order = Order(options.order, options.seed, self.data.count)
        if options.dtype == "float64":
            self.model.double()
        self.model.to(self.device)
        self.loss = Loss(self.model)
        if PROCESSES > 1:
            ids = [local] if cuda else None
            self.loss = DistributedDataParallel(self.loss, device_ids=ids)
        self.optimizer = optimizer_of(self.model, options)
        self.step, self.best = 0, math.inf
        self.metrics = os.path.join(options.run, "metrics.jsonl")
        self.open_folder()

    def open_folder(self) -> None:
        """Creates the folder of the run, or continues from its last checkpoint."""
        last = os.path.join(self.options.run, "last.pt")
        exists = os.path.exists(last)
        if PROCESSES > 1:
            dist.barrier()
        if exists and not self.options.resume:
            raise InputError(f"{last} exists: set --resume, or another --run.")
        os.makedirs(self.options.run, exist_ok=True)
        rows = []
        if exists:
            self.restore(last)
            if RANK == 0 and os.path.exists(self.metrics):
                rows = [row for row in open(self.metrics) if row.endswith("}\n")]
                rows = [row for row in rows if json.loads(row)["step"] <= self.step]
        if RANK == 0:
            with open(f"{self.metrics}.tmp", "w") as file:
                file.writelines(rows)
            os.replace(f"{self.metrics}.tmp", self.metrics)

    def restore(self, path: str) -> None:
        try:
            state = torch.load(path, map_location=self.device, weights_only=True)
            settings = json.loads(state["settings"])
        except Exception as error:
            raise InputError(f"{path} cannot be read: {error}.") from None
        for name, value in self.settings().items():
            if settings.get(name) != value:
                raise InputError(
                    f"{path} was written with {name} = {settings.get(name)}, "
                    f"not {value}: set another --run."
                )
        try:
            self.model.load_state_dict(state["model"])
            groups = self.optimizer.state_dict()["param_groups"]
            moments = {"state": state["optimizer"], "param_groups": groups}
            self.optimizer.load_state_dict(moments)
        except (RuntimeError, ValueError):
            raise InputError(
                f"{path} has the weights of another model: set another --run."
            ) from None
        self.step, self.best = state["step"], float(state["best"])

    def settings(self) -> dict:
        given = vars(self.options).items()
        return {k: v for k, v in given if k not in FREE and k != "strategy"}

    def save(self, name: str) -> None:
        if RANK == 0:
            # PyTorch 1.13 reads no numbers with a point where it executes no code.
            state = {
                "model": self.model.state_dict(),
                "optimizer": self.optimizer.state_dict()["state"],
                "step": self.step,
                "best": repr(self.best),
                "settings": json.dumps(self.settings()),
            }
            save(os.path.join(self.options.run, name), state)

    def log(self, **row: float) -> None:
        if RANK == 0:
            with open(self.metrics, "a") as file:
                file.write(json.dumps({"step": self.step, **row}) + "\n")

    def compute(self, examples: list[int], data) -> Tensor:
        batch = data.batch(examples)
        double = self.options.dtype == "float64"
        batch = {
            name: tensor.to(
                self.device,
                torch.float64 if double and tensor.is_floating_point() else None,
            )
            for name, tensor in batch.items()
        }
        bfloat16 = self.options.dtype == "bfloat16"
        with torch.autocast(self.device.type, torch.bfloat16, enabled=bfloat16):
            return (self.loss if data is self.data else self.model.loss)(
                **({"batch": batch} if data is self.data else batch)
            )

    def train_step(self) -> None:
        options, start = self.options, time.monotonic()
        # Dropout depends on the step and the process, so a resumed run repeats it.
        torch.manual_seed(mix((options.seed + self.step * 65537 + RANK) & MASK) >> 1)
        share = options.batch // PROCESSES
        size = share // options.accumulate
        first = self.step * options.batch + RANK * share
        rate = options.rate * factor(self.step, options)
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        self.optimizer.zero_grad(set_to_none=True)
        total = torch.zeros((), device=self.device)
        for part in range(options.accumulate):
            waits = PROCESSES > 1 and part < options.accumulate - 1
            examples = self.order.examples(first + part * size, size)
            with self.loss.no_sync() if waits else nullcontext():
                loss = self.compute(examples, self.data) / options.accumulate
                loss.backward()
            total = total + loss.detach()
        largest = options.clip or math.inf
        norm = nn.utils.clip_grad_norm_(self.model.parameters(), largest).item()
        if not math.isfinite(norm):
            raise InputError(
                f"The gradient of step {self.step + 1} is not finite: set a lower "
                "--rate, and --resume from the last checkpoint."
            )
        self.optimizer.step()
        self.step += 1
        speed = options.batch * self.data.per_example / (time.monotonic() - start)
        value = mean_over_processes(total)
        self.log(loss=value, rate=rate, norm=norm, per_second=speed)

    @torch.no_grad()
    def evaluate(self) -> None:
        """The mean loss of the held-out examples; every process computes it."""
        self.model.eval()
        total = 0.0
        for examples in chunks(self.held_out.all, self.options.batch):
            total += self.compute(examples, self.held_out).item() * len(examples)
        self.model.train()
        value = total / len(self.held_out.all)
        self.log(eval_loss=value)
        if value < self.best:
            self.best = value
            self.save("best.pt")

    def train(self) -> None:
        options = self.options
        self.model.train()
        while self.step < options.steps:
            self.train_step()
            ends = self.step == options.steps
            if self.held_out and (ends or self.step % options.eval_every == 0):
                self.evaluate()
            if ends or self.step % options.save_every == 0:
                self.save("last.pt")
        if RANK == 0:
            path = os.path.join(options.run, "model.safetensors")
            save_file(self.model.state_dict(), path)


def main() -> int:
    try:
        Run(parse()).train()
    except (InputError, OSError) as error:
        print(f"train.py: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
