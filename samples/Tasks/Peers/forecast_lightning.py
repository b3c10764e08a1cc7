"""Forecasts 24 hours from the 14 days before, in PyTorch Lightning 2."""
import lightning as L
import numpy as np
import pandas as pd
import torch
from lightning.pytorch.callbacks import ModelCheckpoint
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Forecaster(L.LightningModule):
    def __init__(self, mean, deviation, steps):
        super().__init__()
        self.save_hyperparameters()
        self.gru = nn.GRU(24, 64, batch_first=True)
        self.linear = nn.Linear(64, 24)

    def forward(self, x):
        x = (x - self.hparams.mean) / self.hparams.deviation
        _, h = self.gru(x.reshape(-1, 14, 24))
        return self.linear(h[-1]) * self.hparams.deviation + self.hparams.mean

    def loss(self, batch):
        x, y = batch
        return nn.functional.mse_loss(self(x), y)

    def training_step(self, batch, index):
        return self.loss(batch)

    def validation_step(self, batch, index):
        self.log("val_loss", self.loss(batch))

    def configure_optimizers(self):
        optimizer = torch.optim.AdamW(self.parameters(), lr=3e-3)
        scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3, total_steps=self.hparams.steps, pct_start=0.1)
        return {"optimizer": optimizer, "lr_scheduler": {"scheduler": scheduler, "interval": "step"}}


def windows(rows):
    both = torch.from_numpy(rows).unfold(0, 336 + 24, 1)
    return TensorDataset(both[:, :336, None], both[:, 336:])


def run(csv, column, folder, steps, seed):
    L.seed_everything(seed)
    rows = pd.read_csv(csv)[column].to_numpy("float32")
    first_test = len(rows) - round(len(rows) * 0.2)
    first_validation = first_test - round(first_test * 0.1)
    train = windows(rows[:first_validation])
    validation = windows(rows[first_validation - 336 : first_test])
    test = windows(rows[first_test - 336 :])

    model = Forecaster(float(rows[:first_validation].mean()), float(rows[:first_validation].std()), steps)
    best = ModelCheckpoint(folder, monitor="val_loss")
    trainer = L.Trainer(max_steps=steps, val_check_interval=100, check_val_every_n_epoch=None, gradient_clip_val=1.0,
                        callbacks=[best])
    trainer.fit(model, DataLoader(train, batch_size=64, shuffle=True), DataLoader(validation, batch_size=64))
    model.load_state_dict(torch.load(best.best_model_path)["state_dict"])
    saved = Forecaster.load_from_checkpoint(best.best_model_path)

    def measure(name, predict):
        with torch.no_grad():
            error = predict(test.tensors[0]) - test.tensors[1]
        return name, error.abs().mean().item(), error.square().mean().sqrt().item()

    return [
        measure("seasonal naive: the same hour a week ago", lambda x: x[:, 168:192, 0]),
        measure("model", model.cpu().eval()),
        measure("model, loaded", saved.cpu().eval()),
    ]
