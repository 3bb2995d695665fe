"""A tiny random network and example with what the network says of it, to check another implementation against."""
import base64
import json
import os

import numpy as np
import torch

from examples import Examples, decoded
from network import Network, Shape
import weights

META = {"relations": 7, "tags": 6, "fixed": 9, "words": 20, "word_width": 100}
COUNTS = [4, 2, 4, 2]
WORDS = [[3], [0], [5, 7], [], [4], [6, 0], [9], [10, 11, 12], [], [13], [14], [15, 16]]
TAGS = [[], [1], [], [0], [2], [2], [3], [3, 4], [4], [3], [5], [1, 5]]
TARGET = [2, META["fixed"] + 4, 5, META["fixed"] + 7, 8, META["fixed"] + 10, 2, 1]


def write(path):
    """Writes path (JSON) and, beside it, the network's weights with the ending .safetensors."""
    torch.manual_seed(1)
    shape = Shape(relations=META["relations"], tags=META["tags"], fixed=META["fixed"],
                  d=16, heads=2, encoder_layers=2, decoder_layers=2, ff=24, max_target=12)
    network = Network(shape)
    with torch.no_grad():
        # No parameter is left at a value that would hide its absence, such as a zero bias.
        for parameter in network.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.3)
    weights.write(os.path.splitext(path)[0] + ".safetensors", network)
    network = weights.read(os.path.splitext(path)[0] + ".safetensors")

    chance = np.random.default_rng(1)
    positions = sum(COUNTS)
    # Bytes, the largest of each vector 127, times a power of two: what is kept of them is exact.
    vectors = (chance.integers(-127, 128, (META["words"], META["word_width"])) / 256).astype("<f2")
    vectors[:, 0] = 127 / 256
    vectors[0] = 0
    row = {
        "id": "reference", "db": "reference", "split": "train", "wording": "plain",
        "counts": COUNTS, "words": WORDS, "tags": TAGS,
        "relations": encoded(chance.integers(0, META["relations"], positions ** 2, dtype=np.uint8)),
        "similarities": encoded(chance.integers(0, 256, positions ** 2, dtype=np.uint8)),
        "target": TARGET,
    }
    examples = Examples([decoded(dict(row), META)], torch.from_numpy(vectors.astype(np.float32)), META, "cpu")
    batch = examples.batch(torch.tensor([0]), positions, len(TARGET))
    with torch.no_grad():
        items, logits = network(batch)
        outputs = {
            "encoder": rounded(network.encode(batch)[0]),
            "items": rounded(items[0]),
            "log_probabilities": rounded(logits[0].log_softmax(-1)),
        }
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        json.dump({"meta": META, "vectors": encoded(vectors), "example": row, **outputs}, file)
        file.write("\n")


def encoded(array):
    return base64.b64encode(array.tobytes()).decode()


def rounded(values):
    """As lists; what is impossible (a question position as the next symbol) is null, for JSON has no infinity."""
    if values.dim() > 1:
        return [rounded(row) for row in values]
    return [round(value, 6) if np.isfinite(value) else None for value in values.tolist()]
