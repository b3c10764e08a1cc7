"""ResNet18 in PyTorch, as ModelGen declares it."""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor, nn

from checkpoint import load_file


class BasicBlock(nn.Module):
    """From (B, C, H, W) to (B, C, H, W).

    input: (B, C, H, W)
    returns: (B, C, H, W)
    """

    def __init__(self, C: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(C, C, kernel_size=3, padding=1, bias=False)
        self.batchNorm = nn.BatchNorm2d(C)
        self.conv2 = nn.Conv2d(C, C, kernel_size=3, padding=1, bias=False)
        self.batchNorm2 = nn.BatchNorm2d(C)

    def forward(self, input: Tensor) -> Tensor:
        x = self.conv(input)  # (B, C, H, W)
        x = self.batchNorm(x)  # (B, C, H, W)
        x = F.relu(x)  # (B, C, H, W)
        x = self.conv2(x)  # (B, C, H, W)
        x = self.batchNorm2(x)  # (B, C, H, W)
        x = input + x  # (B, C, H, W)
        return F.relu(x)  # (B, C, H, W)


class DownsamplingBasicBlock(nn.Module):
    """From (B, C, H, W) to (B, 2*C, (H + 1)/2, (W + 1)/2).

    x: (B, C, H, W)
    returns: (B, 2*C, (H + 1)/2, (W + 1)/2)
    """

    def __init__(self, C: int) -> None:
        super().__init__()
        self.shortcut = nn.ModuleDict(
            {
                "conv": nn.Conv2d(C, 2 * C, kernel_size=1, stride=2, bias=False),
                "batchNorm": nn.BatchNorm2d(2 * C),
            }
        )
        self.result = nn.ModuleDict(
            {
                "conv": nn.Conv2d(
                    C, 2 * C, kernel_size=3, stride=2, padding=1, bias=False
                ),
                "batchNorm": nn.BatchNorm2d(2 * C),
                "conv2": nn.Conv2d(2 * C, 2 * C, kernel_size=3, padding=1, bias=False),
                "batchNorm2": nn.BatchNorm2d(2 * C),
            }
        )

    def forward(self, x: Tensor) -> Tensor:
        x2 = self.shortcut["conv"](x)  # (B, 2*C, (H + 1)/2, (W + 1)/2)
        shortcut = self.shortcut["batchNorm"](x2)  # (B, 2*C, (H + 1)/2, (W + 1)/2)
        x = self.result["conv"](x)  # (B, 2*C, (H + 1)/2, (W + 1)/2)
        x = self.result["batchNorm"](x)  # (B, 2*C, (H + 1)/2, (W + 1)/2)
        x = F.relu(x)  # (B, 2*C, (H + 1)/2, (W + 1)/2)
        x = self.result["conv2"](x)  # (B, 2*C, (H + 1)/2, (W + 1)/2)
        x = self.result["batchNorm2"](x)  # (B, 2*C, (H + 1)/2, (W + 1)/2)
        x = x + shortcut  # (B, 2*C, (H + 1)/2, (W + 1)/2)
        return F.relu(x)  # (B, 2*C, (H + 1)/2, (W + 1)/2)


class ResNet18(nn.Module):
    """From (B, 3, H, W) to (B, 1000).

    input: (B, 3, H, W)
    returns: (B, 1000)
    """

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 64, kernel_size=7, stride=2, padding=3, bias=False)
        self.batchNorm = nn.BatchNorm2d(64)
        self.block = nn.ModuleList([BasicBlock(C=64) for _ in range(2)])
        self.block2 = DownsamplingBasicBlock(C=64)
        self.block3 = BasicBlock(C=128)
        self.block4 = DownsamplingBasicBlock(C=128)
        self.block5 = BasicBlock(C=256)
        self.block6 = DownsamplingBasicBlock(C=256)
        self.block7 = BasicBlock(C=512)
        self.linear = nn.Linear(512, 1000)

    def forward(self, input: Tensor) -> Tensor:
        x = self.conv(input)  # (B, 64, (H + 1)/2, (W + 1)/2)
        x = self.batchNorm(x)  # (B, 64, (H + 1)/2, (W + 1)/2)
        x = F.relu(x)  # (B, 64, (H + 1)/2, (W + 1)/2)
        x = F.max_pool2d(x, 3, stride=2, padding=1)  # (B, 64, (H + 3)/4, (W + 3)/4)
        for block in self.block:
            x = block(x)  # (B, 64, (H + 3)/4, (W + 3)/4)
        x = self.block2(x)  # (B, 128, (H + 7)/8, (W + 7)/8)
        x = self.block3(x)  # (B, 128, (H + 7)/8, (W + 7)/8)
        x = self.block4(x)  # (B, 256, (H + 15)/16, (W + 15)/16)
        x = self.block5(x)  # (B, 256, (H + 15)/16, (W + 15)/16)
        x = self.block6(x)  # (B, 512, (H + 31)/32, (W + 31)/32)
        x = self.block7(x)  # (B, 512, (H + 31)/32, (W + 31)/32)
        x = x.mean(dim=(2, 3))  # (B, 512)
        return self.linear(x)  # (B, 1000)


def load(weights: str = "model.safetensors") -> ResNet18:
    """The model as it was exported, with the weights of a file."""
    model = ResNet18()
    model.load_state_dict(load_file(weights))
    return model
