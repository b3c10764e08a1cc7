"""Makes the folders of this directory: small models with random weights in the layout of the Hugging Face hub, and beside each the scores
that the formulas below compute from the same weights in float64 with plain PyTorch operations (README.md).

    python3 make.py        (PyTorch 1.13 or later)
"""
import json
import math
import os
import struct

import torch

HERE = os.path.dirname(os.path.abspath(__file__))
TYPES = {torch.float32: "F32", torch.float64: "F64", torch.int64: "I64"}


def save(path, tensors):
    """Writes the format safetensors: the length of the header, the header in JSON, the tensors."""
    header, blobs, end = {}, [], 0
    for name, tensor in tensors.items():
        blob = tensor.contiguous().numpy().tobytes()
        header[name] = {"dtype": TYPES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [end, end + len(blob)]}
        blobs.append(blob)
        end += len(blob)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(blobs))


class Weights:
    """Random weights that are made when a formula asks for them the first time."""

    def __init__(self, seed):
        self.random = torch.Generator().manual_seed(seed)
        self.all = {}

    def get(self, name, *shape, around=0.0, scale=0.2):
        if name not in self.all:
            self.all[name] = around + scale * torch.randn(*shape, generator=self.random)
        return self.all[name].double()

    def linear(self, x, name, features, bias=True):
        y = x @ self.get(name + ".weight", features, x.shape[-1]).T
        return y + self.get(name + ".bias", features) if bias else y

    def layer_norm(self, x, name, eps):
        mean = x.mean(-1, keepdim=True)
        variance = ((x - mean) ** 2).mean(-1, keepdim=True)
        return (x - mean) / torch.sqrt(variance + eps) * self.get(name + ".weight", x.shape[-1], around=1) + self.get(name + ".bias", x.shape[-1])

    def rms_norm(self, x, name, eps):
        return x / torch.sqrt((x ** 2).mean(-1, keepdim=True) + eps) * self.get(name + ".weight", x.shape[-1], around=1)


def gelu(x):
    return x * 0.5 * (1 + torch.erf(x / math.sqrt(2)))


def attend(query, key, value, allowed):
    """Heads (B, H, T, d); allowed is True where a query sees a key."""
    scores = query @ key.transpose(-1, -2) / math.sqrt(query.shape[-1])
    return torch.softmax(scores.masked_fill(~allowed, -math.inf), -1) @ value


def heads(x, count):
    return x.reshape(x.shape[0], x.shape[1], count, -1).transpose(1, 2)


def joined(x):
    return x.transpose(1, 2).reshape(x.shape[0], x.shape[2], -1)


def encoder_layer(w, x, allowed, count, hidden, names, eps):
    """Post-LN (Devlin et al. 2018); names are those of q, k, v, output, norm, both linear layers, norm."""
    width = x.shape[-1]
    q, k, v = (heads(w.linear(x, name, width), count) for name in names[:3])
    x = w.layer_norm(x + w.linear(joined(attend(q, k, v, allowed)), names[3], width), names[4], eps)
    inner = gelu(w.linear(x, names[5], hidden))
    return w.layer_norm(x + w.linear(inner, names[6], width), names[7], eps)


def roberta(w, config, ids, allowed, prefix):
    words = w.get(prefix + "embeddings.word_embeddings.weight", config["vocab_size"], config["hidden_size"])
    places = w.get(prefix + "embeddings.position_embeddings.weight", config["max_position_embeddings"], config["hidden_size"])
    types = w.get(prefix + "embeddings.token_type_embeddings.weight", 1, config["hidden_size"])
    text = (ids != 1).long()
    x = words[ids] + places[torch.cumsum(text, 1) * text + 1] + types[0]
    x = w.layer_norm(x, prefix + "embeddings.LayerNorm", config["layer_norm_eps"])
    for i in range(config["num_hidden_layers"]):
        at = f"{prefix}encoder.layer.{i}."
        names = [at + name for name in (
            "attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense", "attention.output.LayerNorm",
            "intermediate.dense", "output.dense", "output.LayerNorm")]
        x = encoder_layer(w, x, allowed, config["num_attention_heads"], config["intermediate_size"], names, config["layer_norm_eps"])
    return x


def distilbert(w, config, ids, allowed, prefix):
    words = w.get(prefix + "embeddings.word_embeddings.weight", config["vocab_size"], config["dim"])
    places = w.get(prefix + "embeddings.position_embeddings.weight", config["max_position_embeddings"], config["dim"])
    x = w.layer_norm(words[ids] + places[torch.arange(ids.shape[1])], prefix + "embeddings.LayerNorm", 1e-12)
    for i in range(config["n_layers"]):
        at = f"{prefix}transformer.layer.{i}."
        names = [at + name for name in (
            "attention.q_lin", "attention.k_lin", "attention.v_lin", "attention.out_lin", "sa_layer_norm", "ffn.lin1", "ffn.lin2",
            "output_layer_norm")]
        x = encoder_layer(w, x, allowed, config["n_heads"], config["hidden_dim"], names, 1e-12)
    return x


def rotate(x, angles, magnitude):
    """Rotates the leading features of each head by the angles (T, r/2); feature i is paired with feature i + r/2."""
    half = angles.shape[-1]
    cosine, sine = magnitude * torch.cos(angles), magnitude * torch.sin(angles)
    first, second, rest = x[..., :half], x[..., half:2 * half], x[..., 2 * half:]
    return torch.cat([first * cosine - second * sine, second * cosine + first * sine, rest], -1)


def decoder(w, config, ids, family):
    width, count, pairs = config["hidden_size"], config["num_attention_heads"], config["num_key_value_heads"]
    head, eps, length = config.get("head_dim", config["hidden_size"] // config["num_attention_heads"]), config["rms_norm_eps"], ids.shape[1]
    words = w.get("model.embed_tokens.weight", config["vocab_size"], width)
    rotated = int(head * config.get("partial_rotary_factor", 1.0))
    frequencies = config["rope_theta"] ** (-torch.arange(0, rotated, 2).double() / rotated)
    magnitude, scaling = 1.0, config.get("rope_scaling")
    if scaling:
        original = config["original_max_position_embeddings"]
        factors = scaling["long_factor"] if length > original else scaling["short_factor"]
        frequencies = frequencies / torch.tensor(factors, dtype=torch.float64)
        magnitude = math.sqrt(1 + math.log(config["max_position_embeddings"] / original) / math.log(original))
    positions = torch.arange(length)
    angles = positions.double()[:, None] * frequencies
    allowed = positions[:, None] >= positions
    if config.get("sliding_window"):
        allowed = allowed & (positions[:, None] - positions < config["sliding_window"])
    x = words[ids]
    for i in range(config["num_hidden_layers"]):
        at = f"model.layers.{i}."
        y = w.rms_norm(x, at + "input_layernorm", eps)
        if family == "phi3":
            fused = w.linear(y, at + "self_attn.qkv_proj", (count + 2 * pairs) * head, bias=False)
            q, k, v = fused.split([count * head, pairs * head, pairs * head], -1)
        else:
            q, k, v = (w.linear(y, f"{at}self_attn.{name}_proj", n * head, bias=False) for name, n in (("q", count), ("k", pairs), ("v", pairs)))
        q, k, v = heads(q, count), heads(k, pairs), heads(v, pairs)
        if family == "qwen3":
            q, k = w.rms_norm(q, at + "self_attn.q_norm", eps), w.rms_norm(k, at + "self_attn.k_norm", eps)
        q, k = rotate(q, angles, magnitude), rotate(k, angles, magnitude)
        k, v = (part.repeat_interleave(count // pairs, 1) for part in (k, v))
        x = x + w.linear(joined(attend(q, k, v, allowed)), at + "self_attn.o_proj", width, bias=False)
        y = w.rms_norm(x, at + "post_attention_layernorm", eps)
        if family == "phi3":
            gate, up = w.linear(y, at + "mlp.gate_up_proj", 2 * config["intermediate_size"], bias=False).chunk(2, -1)
        else:
            gate, up = (w.linear(y, f"{at}mlp.{name}_proj", config["intermediate_size"], bias=False) for name in ("gate", "up"))
        x = x + w.linear(gate * torch.sigmoid(gate) * up, at + "mlp.down_proj", width, bias=False)
    x = w.rms_norm(x, "model.norm", eps)
    return x @ (words.T if config["tie_word_embeddings"] else w.get("lm_head.weight", config["vocab_size"], width).T)


def write(name, config, weights, expected):
    folder = os.path.join(HERE, name)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "config.json"), "w") as file:
        json.dump(config, file, indent=2)
        file.write("\n")
    save(os.path.join(folder, "model.safetensors"), weights.all)
    save(os.path.join(folder, "expected.safetensors"), expected)


def causal(name, seed, **config):
    config = {
        "vocab_size": 64, "hidden_size": 24, "intermediate_size": 40, "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2,
        "hidden_act": "silu", "rms_norm_eps": 1e-5, "rope_theta": 10000.0, "max_position_embeddings": 64, "tie_word_embeddings": False,
        "eos_token_id": 2, **config}
    weights = Weights(seed)
    ids = torch.randint(0, 64, (2, 20), generator=torch.Generator().manual_seed(seed))
    scores = {"input_ids": ids, "logits": decoder(weights, config, ids, config["model_type"])}
    scores["short_logits"] = decoder(weights, config, ids[:, :9], config["model_type"])
    greedy = ids[:1, :5]
    while greedy.shape[1] < 15:
        greedy = torch.cat([greedy, decoder(weights, config, greedy, config["model_type"])[:, -1].argmax(-1, keepdim=True)], 1)
    scores["greedy"] = greedy
    write(name, config, weights, scores)


def masked(name, seed, config, encode, prefix, heads_of):
    weights = Weights(seed)
    ids = torch.randint(3, 50, (2, 9), generator=torch.Generator().manual_seed(seed))
    ids[1, 6:] = config.get("pad_token_id", 0)
    padding = torch.zeros(2, 9, dtype=torch.long)
    padding[1, 6:] = 1
    allowed = (padding == 0)[:, None, None, :]
    hidden = encode(weights, config, ids, allowed, prefix)
    scores = {"input_ids": ids, "padding": padding, "hidden": hidden}
    scores["logits"], scores["classes"] = heads_of(weights, config, hidden, prefix)
    write(name, config, weights, scores)


def roberta_heads(w, config, hidden, prefix):
    width = config["hidden_size"]
    y = w.layer_norm(gelu(w.linear(hidden, "lm_head.dense", width)), "lm_head.layer_norm", config["layer_norm_eps"])
    words = w.get(prefix + "embeddings.word_embeddings.weight")
    logits = y @ words.T + w.get("lm_head.bias", config["vocab_size"])
    pooled = torch.tanh(w.linear(hidden[:, 0], "classifier.dense", width))
    return logits, w.linear(pooled, "classifier.out_proj", len(config["id2label"]))


def distilbert_heads(w, config, hidden, prefix):
    width = config["dim"]
    y = w.layer_norm(gelu(w.linear(hidden, "vocab_transform", width)), "vocab_layer_norm", 1e-12)
    words = w.get(prefix + "embeddings.word_embeddings.weight")
    logits = y @ words.T + w.get("vocab_projector.bias", config["vocab_size"])
    pooled = torch.relu(w.linear(hidden[:, 0], "pre_classifier", width))
    return logits, w.linear(pooled, "classifier", len(config["id2label"]))


LABELS = {"id2label": {"0": "a", "1": "b", "2": "c"}}
SMALL = {"vocab_size": 50, "max_position_embeddings": 14, **LABELS}
causal("qwen3", 1, model_type="qwen3", head_dim=8, attention_bias=False, use_sliding_window=False)
causal("qwen3_tied", 2, model_type="qwen3", head_dim=8, tie_word_embeddings=True)
causal("phi3", 3, model_type="phi3", sliding_window=7, resid_pdrop=0.1, original_max_position_embeddings=64)
causal("phi3_longrope", 4, model_type="phi3", hidden_size=32, sliding_window=None, original_max_position_embeddings=12, partial_rotary_factor=0.75,
       tie_word_embeddings=True, rope_scaling={"type": "longrope", "short_factor": [1.0, 1.1, 1.3], "long_factor": [1.2, 2.5, 7.0]})
masked("roberta", 5, {
    "model_type": "roberta", "hidden_size": 24, "intermediate_size": 40, "num_hidden_layers": 2, "num_attention_heads": 4, "type_vocab_size": 1,
    "layer_norm_eps": 1e-5, "pad_token_id": 1, **SMALL}, roberta, "roberta.", roberta_heads)
masked("distilbert", 6, {
    "model_type": "distilbert", "dim": 24, "hidden_dim": 40, "n_layers": 2, "n_heads": 4, "activation": "gelu", "pad_token_id": 0, **SMALL},
    distilbert, "distilbert.", distilbert_heads)
