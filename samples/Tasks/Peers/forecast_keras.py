"""Forecasts 24 hours from the 14 days before, in Keras 3."""
import keras
import numpy as np
import pandas as pd
from keras import layers


def windows(rows):
    both = np.lib.stride_tricks.sliding_window_view(rows, 336 + 24)
    return both[:, :336, None], both[:, 336:]


def run(csv, column, path, steps, seed):
    keras.utils.set_random_seed(seed)
    rows = pd.read_csv(csv)[column].to_numpy("float32")
    first_test = len(rows) - round(len(rows) * 0.2)
    first_validation = first_test - round(first_test * 0.1)
    train = windows(rows[:first_validation])
    validation = windows(rows[first_validation - 336 : first_test])
    test = windows(rows[first_test - 336 :])

    mean, variance = rows[:first_validation].mean(), rows[:first_validation].var()
    model = keras.Sequential([
        keras.Input((336, 1)),
        layers.Normalization(axis=None, mean=mean, variance=variance),
        layers.Reshape((14, 24)),
        layers.GRU(64),
        layers.Dense(24),
        layers.Normalization(axis=None, mean=mean, variance=variance, invert=True),
    ])
    schedule = keras.optimizers.schedules.CosineDecay(
        0.0, decay_steps=int(steps * 0.9), warmup_target=3e-3, warmup_steps=int(steps * 0.1))
    model.compile(keras.optimizers.AdamW(schedule, clipnorm=1.0), "mse")
    epochs = max(1, steps // (len(train[0]) // 64))
    model.fit(
        *train, batch_size=64, epochs=epochs, validation_data=validation,
        callbacks=[keras.callbacks.EarlyStopping(patience=epochs, restore_best_weights=True)])
    model.save(path)

    def measure(name, predicted):
        error = predicted - test[1]
        return name, np.abs(error).mean(), np.sqrt((error**2).mean())

    return [
        measure("seasonal naive: the same hour a week ago", test[0][:, 168:192, 0]),
        measure("model", model.predict(test[0])),
        measure("model, loaded", keras.models.load_model(path).predict(test[0])),
    ]
