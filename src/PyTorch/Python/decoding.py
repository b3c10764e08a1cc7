import torch
from torch import Tensor, nn


class Cache:
    """Keys, values and recurrent states of the positions before the next ones.

    The layers use it in the order in which they run, the same in every step.
    """

    def __init__(self) -> None:
        self.length = 0
        self._entries = []
        self._next = 0

    def advance(self, positions: int) -> None:
        """Ends a step of some positions."""
        self.length += positions
        self._next = 0

    def append(self, key: Tensor, value: Tensor) -> tuple[Tensor, Tensor]:
        """Adds keys and values (B, heads, T, d), and returns all of them."""
        if self.length:
            past_key, past_value = self._entries[self._next]
            key = torch.cat([past_key, key], dim=2)
            value = torch.cat([past_value, value], dim=2)
        self.keep((key, value))
        return key, value

    def state(self, initial):
        """The states of a recurrent layer after the earlier positions."""
        return self._entries[self._next] if self.length else initial

    def keep(self, entry) -> None:
        """Keeps what a layer needs in the next step."""
        if self._next == len(self._entries):
            self._entries.append(entry)
        self._entries[self._next] = entry
        self._next += 1


def choose(scores, temperature=0.0, top_k=None, top_p=None) -> Tensor:
    """The next ids (B, 1) by the scores (B, vocabulary)."""
    if temperature == 0.0:
        return scores.argmax(-1, keepdim=True)
    scores = scores / temperature
    if top_k is not None:
        least = scores.topk(min(top_k, scores.size(-1))).values[:, -1:]
        scores = scores.masked_fill(scores < least, -torch.inf)
    if top_p is not None:
        ordered, order = scores.sort(dim=-1, descending=True)
        probability = ordered.softmax(-1)
        outside = probability.cumsum(-1) - probability >= top_p
        scores = scores.scatter(-1, order, ordered.masked_fill(outside, -torch.inf))
    return torch.multinomial(scores.softmax(-1), 1)


@torch.no_grad()
def generate(
    model: nn.Module,
    name: str,
    ids: Tensor,
    max_new_tokens: int,
    temperature: float = 0.0,
    top_k: int | None = None,
    top_p: float | None = None,
    eos_id: int | None = None,
    use_cache: bool = True,
    **inputs,
) -> Tensor:
    """Continues ids (B, T) to (B, T + n), greedily unless a temperature is given.

    name: the input of the model that takes the ids; the others are given by name.
    eos_id: the id after which a sequence is filled up with it; when all of them
        have it, fewer ids are returned.
    """
    training = model.training
    model.eval()
    cache = Cache()
    ended = torch.zeros(ids.size(0), 1, dtype=torch.bool, device=ids.device)
    for _ in range(max_new_tokens):
        if use_cache:
            step = ids[:, cache.length :]
            scores = model(**{name: step}, cache=cache, **inputs)
            cache.advance(step.size(1))
        else:
            scores = model(**{name: ids}, **inputs)
        chosen = choose(scores[:, -1], temperature, top_k, top_p)
        if eos_id is not None:
            chosen = chosen.masked_fill(ended, eos_id)
            ended = ended | (chosen == eos_id)
        ids = torch.cat([ids, chosen], dim=1)
        if eos_id is not None and ended.all():
            break
    model.train(training)
    return ids
