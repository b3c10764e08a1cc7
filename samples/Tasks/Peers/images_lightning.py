"""Classifies images of a folder with one subfolder per class, in PyTorch Lightning 2."""
import lightning as L
import torch
from torch import nn
from torch.utils.data import DataLoader, Subset
from torchmetrics.classification import MulticlassAccuracy
from torchvision.datasets import ImageFolder
from torchvision.transforms import v2


class Residual(nn.Module):
    def __init__(self, channels, out, stride):
        super().__init__()
        self.path = nn.Sequential(
            nn.Conv2d(channels, out, 3, stride=stride, padding=1, bias=False), nn.BatchNorm2d(out), nn.ReLU(),
            nn.Conv2d(out, out, 3, padding=1, bias=False), nn.BatchNorm2d(out))
        self.shortcut = nn.Identity()
        if channels != out:
            self.shortcut = nn.Sequential(
                nn.Conv2d(channels, out, 1, stride=stride, bias=False), nn.BatchNorm2d(out))

    def forward(self, x):
        return nn.functional.relu(self.path(x) + self.shortcut(x))


def small_resnet(classes):
    return nn.Sequential(
        nn.Conv2d(3, 8, 3, padding=1, bias=False), nn.BatchNorm2d(8), nn.ReLU(),
        Residual(8, 16, 2), Residual(16, 16, 1), Residual(16, 32, 2), Residual(32, 32, 1), Residual(32, 64, 2),
        Residual(64, 64, 1),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, classes))


class Classifier(L.LightningModule):
    def __init__(self, net, classes, steps):
        super().__init__()
        self.net, self.steps = net, steps
        self.accuracy = MulticlassAccuracy(classes, average="micro")

    def training_step(self, batch, index):
        x, y = batch
        return nn.functional.cross_entropy(self.net(x), y)

    def test_step(self, batch, index):
        x, y = batch
        self.accuracy(self.net(x), y)
        self.log("accuracy", self.accuracy, on_epoch=True)

    def configure_optimizers(self):
        optimizer = torch.optim.AdamW(self.parameters(), lr=3e-3, weight_decay=0.05)
        scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3, total_steps=self.steps, pct_start=0.1)
        return {"optimizer": optimizer, "lr_scheduler": {"scheduler": scheduler, "interval": "step"}}


def run(folder, steps, seed):
    L.seed_everything(seed)
    plain = v2.Compose([v2.ToImage(), v2.Resize((32, 32)), v2.ToDtype(torch.float32, scale=True)])
    changed = v2.Compose([
        v2.ToImage(), v2.Resize((32, 32)), v2.RandomHorizontalFlip(), v2.RandomCrop(32, padding=4),
        v2.ColorJitter(brightness=0.1, contrast=0.2), v2.ToDtype(torch.float32, scale=True)])
    files = ImageFolder(folder)
    order = torch.randperm(len(files)).tolist()
    half = len(order) // 2

    def load(indices, transform, shuffle=False):
        data = Subset(ImageFolder(folder, transform), indices)
        return DataLoader(data, batch_size=32, shuffle=shuffle, num_workers=1)

    def fit(name, net, transform):
        model = Classifier(net, len(files.classes), steps)
        trainer = L.Trainer(max_steps=steps)
        trainer.fit(model, load(order[half:], transform, shuffle=True))
        parts = [trainer.test(model, load(part, plain))[0]["accuracy"] for part in (order[half:], order[:half])]
        return name, *parts

    linear = nn.Sequential(nn.Flatten(), nn.Linear(3 * 32 * 32, len(files.classes)))
    return [
        fit("linear, augmented", linear, changed),
        fit("ResNet", small_resnet(len(files.classes)), plain),
        fit("ResNet, augmented", small_resnet(len(files.classes)), changed),
    ]
