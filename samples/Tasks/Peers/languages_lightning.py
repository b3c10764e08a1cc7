"""Recognizes the language of a text from its bytes, in PyTorch Lightning 2."""
import lightning as L
import numpy as np
import torch
from lightning.pytorch.callbacks import ModelCheckpoint
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import GroupShuffleSplit
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import make_pipeline
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_sequence
from torch.utils.data import DataLoader
from torchmetrics import MetricCollection
from torchmetrics.classification import MulticlassAccuracy, MulticlassConfusionMatrix, MulticlassF1Score


class LanguageClassifier(L.LightningModule):
    def __init__(self, classes, steps):
        super().__init__()
        self.save_hyperparameters()
        self.embedding = nn.Embedding(256, 32)
        self.gru = nn.GRU(32, 48, batch_first=True, bidirectional=True)
        self.dropout = nn.Dropout(0.2)
        self.linear = nn.Linear(96, classes)
        self.metrics = MetricCollection({
            "accuracy": MulticlassAccuracy(classes, average="micro"), "f1": MulticlassF1Score(classes)})
        self.confusion = MulticlassConfusionMatrix(classes)

    def forward(self, ids, lengths):
        packed = pack_padded_sequence(self.embedding(ids), lengths.cpu(), batch_first=True, enforce_sorted=False)
        _, h = self.gru(packed)
        return self.linear(self.dropout(torch.cat([h[0], h[1]], dim=1)))

    def training_step(self, batch, index):
        ids, lengths, labels = batch
        return nn.functional.cross_entropy(self(ids, lengths), labels)

    def validation_step(self, batch, index):
        ids, lengths, labels = batch
        self.metrics(self(ids, lengths), labels)
        self.log_dict(self.metrics, on_epoch=True)

    def test_step(self, batch, index):
        self.validation_step(batch, index)
        ids, lengths, labels = batch
        self.confusion(self(ids, lengths), labels)

    def configure_optimizers(self):
        optimizer = torch.optim.AdamW(self.parameters(), lr=5e-3)
        scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, 5e-3, total_steps=self.hparams.steps, pct_start=0.1)
        return {"optimizer": optimizer, "lr_scheduler": {"scheduler": scheduler, "interval": "step"}}


class Buckets(torch.utils.data.Sampler):
    """Batches of texts of similar length."""

    def __init__(self, lengths, seed):
        self.lengths, self.random = lengths, np.random.default_rng(seed)

    def __len__(self):
        return -(-len(self.lengths) // 64)

    def __iter__(self):
        order = self.random.permutation(len(self.lengths))
        chunks = [sorted(order[i : i + 3200], key=lambda j: self.lengths[j]) for i in range(0, len(order), 3200)]
        batches = [chunk[i : i + 64] for chunk in chunks for i in range(0, len(chunk), 64)]
        self.random.shuffle(batches)
        return iter(batches)


def collate(batch):
    texts, labels = zip(*batch)
    ids = pad_sequence([torch.tensor(list(text)) for text in texts], batch_first=True)
    return ids, torch.tensor([len(text) for text in texts]), torch.tensor(labels)


def split(indices, groups, share, seed):
    splitter = GroupShuffleSplit(1, test_size=share, random_state=seed)
    kept, held_out = next(splitter.split(indices, groups=groups[indices]))
    return indices[kept], indices[held_out]


def run(texts, languages, groups, steps, seed):
    L.seed_everything(seed)
    classes, labels = np.unique(languages, return_inverse=True)
    known, test = split(np.arange(len(texts)), groups, 0.2, seed)
    train, validation = split(known, groups, 0.1, seed)

    def load(part):
        sampler = Buckets([len(texts[i]) for i in part], seed)
        return DataLoader([(texts[i], labels[i]) for i in part], batch_sampler=sampler, collate_fn=collate)

    model = LanguageClassifier(len(classes), steps)
    best = ModelCheckpoint(monitor="f1", mode="max")
    trainer = L.Trainer(max_steps=steps, val_check_interval=100, check_val_every_n_epoch=None, gradient_clip_val=1.0,
                        callbacks=[best])
    trainer.fit(model, load(train), load(validation))
    measured = trainer.test(model, load(test), ckpt_path=best.best_model_path)[0]

    counts = CountVectorizer(analyzer="char", ngram_range=(1, 3), lowercase=False)
    bayes = make_pipeline(counts, MultinomialNB(alpha=0.1))
    text = np.array([bytes.decode("latin-1") for bytes in texts])
    predicted = bayes.fit(text[known], labels[known]).predict(text[test])
    baseline = accuracy_score(labels[test], predicted), f1_score(labels[test], predicted, average="macro")
    scores = [("naive Bayes", *baseline), ("model", measured["accuracy"], measured["f1"])]
    return scores, classes, model.confusion.compute().numpy()
