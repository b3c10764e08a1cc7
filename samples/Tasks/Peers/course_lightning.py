"""Sequence models that predict the next byte of a text, in PyTorch Lightning 2."""
import math
import lightning as L
import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Recurrent(nn.Module):
    def __init__(self, layer):
        super().__init__()
        self.embedding = nn.Embedding(256, 64)
        self.recurrent = layer(64, 128, batch_first=True)
        self.linear = nn.Linear(128, 256)

    def forward(self, ids):
        return self.linear(self.recurrent(self.embedding(ids))[0])


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding, self.positions = nn.Embedding(256, 64), nn.Embedding(64, 64)
        self.attention = nn.MultiheadAttention(64, 4, batch_first=True)
        self.norm, self.linear = nn.LayerNorm(64), nn.Linear(64, 256)

    def forward(self, ids):
        steps = ids.shape[1]
        x = self.embedding(ids) + self.positions(torch.arange(steps, device=ids.device))
        mask = nn.Transformer.generate_square_subsequent_mask(steps, device=ids.device)
        x, _ = self.attention(x, x, x, attn_mask=mask, is_causal=True, need_weights=False)
        return self.linear(self.norm(x))


class Transformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding, self.positions = nn.Embedding(256, 64), nn.Embedding(64, 64)
        self.layer = nn.TransformerEncoderLayer(64, 4, 256, batch_first=True, norm_first=True)
        self.norm, self.linear = nn.LayerNorm(64), nn.Linear(64, 256)

    def forward(self, ids):
        steps = ids.shape[1]
        x = self.embedding(ids) + self.positions(torch.arange(steps, device=ids.device))
        mask = nn.Transformer.generate_square_subsequent_mask(steps, device=ids.device)
        return self.linear(self.norm(self.layer(x, src_mask=mask, is_causal=True)))


class Reader(L.LightningModule):
    def __init__(self, net, steps):
        super().__init__()
        self.net, self.steps = net, steps

    def loss(self, batch):
        x, y = batch
        return nn.functional.cross_entropy(self.net(x).flatten(0, 1), y.flatten())

    def training_step(self, batch, index):
        return self.loss(batch)

    def test_step(self, batch, index):
        self.log("loss", self.loss(batch))

    def configure_optimizers(self):
        optimizer = torch.optim.AdamW(self.parameters(), lr=5e-3)
        scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, 5e-3, total_steps=self.steps, pct_start=0.1)
        return {"optimizer": optimizer, "lr_scheduler": {"scheduler": scheduler, "interval": "step"}}


def pair_counts(training, test, smoothing=0.1):
    counts = np.full((256, 256), smoothing)
    np.add.at(counts, (training[:, :-1], training[:, 1:]), 1)
    probabilities = counts / counts.sum(1, keepdims=True)
    return -np.log2(probabilities[test[:, :-1], test[:, 1:]]).mean()


def run(text, steps, seed):
    L.seed_everything(seed)
    rows = np.frombuffer(text[: len(text) // 65 * 65], "uint8").reshape(-1, 65).astype("int64")
    split = len(rows) * 9 // 10

    def load(part, shuffle=False):
        part = torch.from_numpy(part)
        return DataLoader(TensorDataset(part[:, :-1], part[:, 1:]), batch_size=32, shuffle=shuffle)

    def fit(name, net):
        model = Reader(net, steps)
        trainer = L.Trainer(max_steps=steps, gradient_clip_val=1.0)
        trainer.fit(model, load(rows[:split], shuffle=True))
        return name, trainer.test(model, load(rows[split:]))[0]["loss"] / math.log(2)

    return [
        ("counts of pairs of bytes", pair_counts(rows[:split], rows[split:])),
        fit("RNN", Recurrent(nn.RNN)),
        fit("LSTM", Recurrent(nn.LSTM)),
        fit("GRU", Recurrent(nn.GRU)),
        fit("attention", Attention()),
        fit("Transformer block", Transformer()),
    ]
