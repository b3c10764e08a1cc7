"""Classifies images of a folder with one subfolder per class, in Keras 3."""
import keras
from keras import layers


def residual(x, channels):
    shortcut, stride = x, 1
    if x.shape[-1] != channels:
        stride = 2
        shortcut = layers.Conv2D(channels, 1, strides=2, use_bias=False)(x)
        shortcut = layers.BatchNormalization()(shortcut)
    x = layers.Conv2D(channels, 3, strides=stride, padding="same", use_bias=False)(x)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.Conv2D(channels, 3, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    return layers.ReLU()(layers.add([x, shortcut]))


def small_resnet(augmentation, classes):
    inputs = keras.Input((32, 32, 3))
    x = layers.Rescaling(1 / 255)(augmentation(inputs))
    x = layers.Conv2D(8, 3, padding="same", use_bias=False)(x)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    for channels in [16, 16, 32, 32, 64, 64]:
        x = residual(x, channels)
    outputs = layers.Dense(classes, activation="softmax")(layers.GlobalAveragePooling2D()(x))
    return keras.Model(inputs, outputs)


def linear(augmentation, classes):
    return keras.Sequential([
        keras.Input((32, 32, 3)),
        augmentation,
        layers.Rescaling(1 / 255),
        layers.Flatten(),
        layers.Dense(classes, activation="softmax"),
    ])


def run(folder, steps, seed):
    keras.utils.set_random_seed(seed)
    train, test = keras.utils.image_dataset_from_directory(
        folder, image_size=(32, 32), batch_size=32, validation_split=0.5, subset="both", seed=seed)
    changes = keras.Sequential([
        layers.RandomFlip("horizontal", seed=seed),
        layers.RandomTranslation(0.125, 0.125, fill_mode="constant", seed=seed),
        layers.RandomBrightness(0.1, seed=seed),
        layers.RandomContrast(0.2, seed=seed),
    ])
    nothing = layers.Identity()

    def fit(name, model):
        schedule = keras.optimizers.schedules.CosineDecay(
            0.0, decay_steps=int(steps * 0.9), warmup_target=3e-3, warmup_steps=int(steps * 0.1))
        optimizer = keras.optimizers.AdamW(schedule, weight_decay=0.05)
        model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
        model.fit(train, epochs=max(1, steps // len(train)))
        return name, model.evaluate(train)[1], model.evaluate(test)[1]

    classes = len(train.class_names)
    return [
        fit("linear, augmented", linear(changes, classes)),
        fit("ResNet", small_resnet(nothing, classes)),
        fit("ResNet, augmented", small_resnet(changes, classes)),
    ]
