"""Weights files: safetensors with half-precision tensors and the network's shape as metadata."""
import json
import os
from dataclasses import fields

import numpy as np
import torch

from network import Network, Shape

# The word width is the vectors file's, not the network's choice.
RECORDED = [field.name for field in fields(Shape) if field.name != "word_width"]


def write(path, network):
    header = {"__metadata__": {name: str(getattr(network.shape, name)) for name in RECORDED}}
    blocks, end = [], 0
    for name, value in network.state_dict().items():
        block = value.detach().cpu().numpy().astype("<f2").tobytes()
        header[name] = {"dtype": "F16", "shape": list(value.shape), "data_offsets": [end, end + len(block)]}
        blocks.append(block)
        end += len(block)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    # A run cut off while writing leaves the previous file whole.
    with open(f"{path}.part", "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text + b"".join(blocks))
    os.replace(f"{path}.part", path)


def read(path):
    with open(path, "rb") as file:
        data = file.read()
    start = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:start])
    recorded = header.pop("__metadata__")
    network = Network(Shape(**{name: int(recorded[name]) for name in RECORDED}))
    network.load_state_dict({
        name: torch.from_numpy(
            np.frombuffer(data[start:], "<f2", (end - begin) // 2, begin).reshape(tensor["shape"]).astype(np.float32))
        for name, tensor in header.items() for begin, end in [tensor["data_offsets"]]})
    return network.eval()
