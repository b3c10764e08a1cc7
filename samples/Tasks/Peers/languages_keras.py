"""Recognizes the language of a text from its bytes, in Keras 3."""
import keras
import numpy as np
from keras import layers
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score
from sklearn.model_selection import GroupShuffleSplit
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import make_pipeline


class Buckets(keras.utils.PyDataset):
    """Batches of texts of similar length, padded to the longest of the batch."""

    def __init__(self, texts, labels, seed):
        super().__init__()
        order = np.random.default_rng(seed).permutation(len(texts))
        chunks = [sorted(order[i : i + 3200], key=lambda j: len(texts[j])) for i in range(0, len(order), 3200)]
        self.batches = [chunk[i : i + 64] for chunk in chunks for i in range(0, len(chunk), 64)]
        self.texts, self.labels, self.random = texts, labels, np.random.default_rng(seed)

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        batch = self.batches[index]
        # 0 is the padding, so that a byte is its value + 1.
        ids = [[value + 1 for value in self.texts[i]] for i in batch]
        return keras.utils.pad_sequences(ids, padding="post"), self.labels[batch]

    def on_epoch_end(self):
        self.random.shuffle(self.batches)


def split(indices, groups, share, seed):
    splitter = GroupShuffleSplit(1, test_size=share, random_state=seed)
    kept, held_out = next(splitter.split(indices, groups=groups[indices]))
    return indices[kept], indices[held_out]


def run(texts, languages, groups, steps, seed):
    keras.utils.set_random_seed(seed)
    classes, labels = np.unique(languages, return_inverse=True)
    known, test = split(np.arange(len(texts)), groups, 0.2, seed)
    train, validation = split(known, groups, 0.1, seed)
    data = {name: Buckets([texts[i] for i in part], labels[part], seed)
            for name, part in [("train", train), ("validation", validation)]}

    model = keras.Sequential([
        keras.Input((None,), dtype="int64"),
        layers.Embedding(257, 32, mask_zero=True),
        layers.Bidirectional(layers.GRU(48)),
        layers.Dropout(0.2),
        layers.Dense(len(classes), activation="softmax"),
    ])
    schedule = keras.optimizers.schedules.CosineDecay(
        0.0, decay_steps=int(steps * 0.9), warmup_target=5e-3, warmup_steps=int(steps * 0.1))
    optimizer = keras.optimizers.AdamW(schedule, clipnorm=1.0)
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    epochs = max(1, steps // len(data["train"]))
    best = keras.callbacks.EarlyStopping("val_accuracy", patience=epochs, mode="max", restore_best_weights=True)
    model.fit(data["train"], epochs=epochs, validation_data=data["validation"], callbacks=[best])

    ids = keras.utils.pad_sequences([[value + 1 for value in texts[i]] for i in test], padding="post")
    counts = CountVectorizer(analyzer="char", ngram_range=(1, 3), lowercase=False)
    bayes = make_pipeline(counts, MultinomialNB(alpha=0.1))
    text = np.array([bytes.decode("latin-1") for bytes in texts])
    predictions = {
        "naive Bayes": bayes.fit(text[known], labels[known]).predict(text[test]),
        "model": model.predict(ids).argmax(1),
    }
    scores = [(name, accuracy_score(labels[test], predicted), f1_score(labels[test], predicted, average="macro"))
              for name, predicted in predictions.items()]
    return scores, classes, confusion_matrix(labels[test], predictions["model"])
