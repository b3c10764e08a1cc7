"""Sequence models that predict the next byte of a text, in Keras 3."""
import keras
import numpy as np
from keras import layers, ops


class Embedded(layers.Layer):
    """Bytes and their positions as vectors."""

    def __init__(self):
        super().__init__()
        self.bytes = layers.Embedding(256, 64)
        self.positions = layers.Embedding(64, 64)

    def call(self, ids):
        return self.bytes(ids) + self.positions(ops.arange(ops.shape(ids)[1]))


def recurrent(layer):
    return keras.Sequential([
        keras.Input((None,), dtype="int64"),
        layers.Embedding(256, 64),
        layer(128, return_sequences=True),
        layers.Dense(256),
    ])


def attention():
    inputs = keras.Input((None,), dtype="int64")
    x = Embedded()(inputs)
    x = layers.MultiHeadAttention(4, key_dim=16)(x, x, use_causal_mask=True)
    return keras.Model(inputs, layers.Dense(256)(layers.LayerNormalization(epsilon=1e-5)(x)))


def transformer():
    inputs = keras.Input((None,), dtype="int64")
    x = Embedded()(inputs)
    normed = layers.LayerNormalization(epsilon=1e-5)(x)
    x = x + layers.Dropout(0.1)(layers.MultiHeadAttention(4, key_dim=16)(normed, normed, use_causal_mask=True))
    normed = layers.LayerNormalization(epsilon=1e-5)(x)
    hidden = layers.Dropout(0.1)(layers.Dense(256, activation="relu")(normed))
    x = x + layers.Dropout(0.1)(layers.Dense(64)(hidden))
    return keras.Model(inputs, layers.Dense(256)(layers.LayerNormalization(epsilon=1e-5)(x)))


def pair_counts(training, test, smoothing=0.1):
    counts = np.full((256, 256), smoothing)
    np.add.at(counts, (training[:, :-1], training[:, 1:]), 1)
    probabilities = counts / counts.sum(1, keepdims=True)
    return -np.log2(probabilities[test[:, :-1], test[:, 1:]]).mean()


def run(text, steps, seed):
    keras.utils.set_random_seed(seed)
    rows = np.frombuffer(text[: len(text) // 65 * 65], "uint8").reshape(-1, 65).astype("int64")
    split = len(rows) * 9 // 10
    training, test = rows[:split], rows[split:]

    def fit(name, model):
        schedule = keras.optimizers.schedules.CosineDecay(
            0.0, decay_steps=int(steps * 0.9), warmup_target=5e-3, warmup_steps=int(steps * 0.1))
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        model.compile(keras.optimizers.AdamW(schedule, clipnorm=1.0), loss)
        model.fit(training[:, :-1], training[:, 1:], batch_size=32, steps_per_epoch=steps)
        return name, model.evaluate(test[:, :-1], test[:, 1:]) / np.log(2)

    return [
        ("counts of pairs of bytes", pair_counts(training, test)),
        fit("RNN", recurrent(layers.SimpleRNN)),
        fit("LSTM", recurrent(layers.LSTM)),
        fit("GRU", recurrent(layers.GRU)),
        fit("attention", attention()),
        fit("Transformer block", transformer()),
    ]
