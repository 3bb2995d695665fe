"""The training data folder, kept whole on the device; batches are cut from it without a loop over examples."""
import base64
import gzip
import hashlib
import json
import os
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional as F

from network import END, KINDS


@dataclass
class Batch:
    words: torch.Tensor         # size x N x word width: the mean vector of the position's words
    tags: torch.Tensor          # size x N x tags: 1 where the position has the tag
    kinds: torch.Tensor         # size x N x 4: 1 at the position's kind
    relations: torch.Tensor     # size x N x N
    similarities: torch.Tensor  # size x N x N
    padding: torch.Tensor       # size x N
    pointable: torch.Tensor     # size x N: tables, columns and values
    used: torch.Tensor          # size x N: what the target points at
    target: torch.Tensor        # size x length, -1 after its end
    weight: torch.Tensor        # size
    synonyms: torch.Tensor      # size: worded with other words than the schema's


class Examples:
    def __init__(self, rows, vectors, meta, device):
        """Rows are the decoded lines of examples.jsonl.gz."""
        self.meta = meta
        self.databases = [row["db"] for row in rows]
        self.splits = [row["split"] for row in rows]
        self.wordings = [row["wording"] for row in rows]
        self.sizes = np.array([sum(row["counts"]) for row in rows])
        self.lengths = np.array([len(row["target"]) for row in rows])
        phrases, tag_sets = Numbering(), Numbering()
        self.phrase = tensor([phrases[words] for row in rows for words in row["words"]], device)
        self.tag_set = tensor([tag_sets[tags] for row in rows for tags in row["tags"]], device)
        # Word vectors are never trained, so a phrase's mean is fixed.
        self.phrases = torch.stack([
            vectors[list(words)].mean(0) if words else torch.zeros(vectors.shape[1])
            for words in phrases.keys]).to(device)
        self.tag_sets = torch.zeros(len(tag_sets.keys), meta["tags"])
        for number, tags in enumerate(tag_sets.keys):
            for tag in tags:
                self.tag_sets[number, tag] += 1
        self.tag_sets = self.tag_sets.to(device)
        self.relations = flat([row["relations"] for row in rows], device)
        self.similarities = flat([row["similarities"] for row in rows], device)
        self.symbols = tensor([symbol for row in rows for symbol in row["target"]], device)
        self.counts = tensor([row["counts"] for row in rows], device)
        self.position_start = tensor(starts(self.sizes), device)
        self.square_start = tensor(starts(self.sizes ** 2), device)
        self.symbol_start = tensor(starts(self.lengths), device)
        self.length = tensor(self.lengths, device)
        self.synonyms = torch.tensor([wording == "synonyms" for wording in self.wordings], device=device)
        self.weight = torch.tensor(weights(rows), dtype=torch.float32, device=device)

    def batch(self, ids, size, length):
        """The examples with these ids (on the device), padded to so many positions and symbols."""
        at = torch.arange(size, device=ids.device)
        bounds = self.counts[ids].cumsum(1)
        total = bounds[:, 3:]
        kind = (at >= bounds[:, :, None]).sum(1)
        padding = kind == KINDS
        position = (self.position_start[ids, None] + at).clamp(max=len(self.phrase) - 1)
        # What is read past an example's end belongs to another and is hidden by the padding.
        square = self.square_start[ids, None, None] + total[:, :, None] * at[:, None] + at
        square = square.clamp(max=len(self.relations) - 1)
        step = torch.arange(length, device=ids.device)
        symbol = (self.symbol_start[ids, None] + step).clamp(max=len(self.symbols) - 1)
        target = self.symbols[symbol].masked_fill(step >= self.length[ids, None], -1)
        fixed = self.meta["fixed"]
        used = torch.zeros(len(ids), size + 1, dtype=torch.bool, device=ids.device)
        used = used.scatter(1, (target - fixed + 1).clamp(min=0), True)[:, 1:]
        return Batch(
            words=self.phrases[self.phrase[position]],
            tags=self.tag_sets[self.tag_set[position]],
            kinds=F.one_hot(kind, KINDS + 1)[:, :, :KINDS].float(),
            relations=self.relations[square].long(),
            similarities=self.similarities[square].float() / 255,
            padding=padding,
            pointable=(kind > 0) & ~padding,
            used=used,
            target=target,
            weight=self.weight[ids],
            synonyms=self.synonyms[ids])

    def batches(self, ids, size, generator=None):
        """Cuts ids into batches of similar examples, shuffled when a generator is given: (ids, positions, symbols)."""
        ids = np.asarray(ids)
        if generator is None:
            pools = [ids]
        else:
            ids = generator.permutation(ids)
            pools = [ids[start:start + 32 * size] for start in range(0, len(ids), 32 * size)]
        cut = []
        for pool in pools:
            pool = pool[np.lexsort((self.lengths[pool], self.sizes[pool] // 16))]
            cut += [pool[start:start + size] for start in range(0, len(pool), size)]
        if generator is not None:
            generator.shuffle(cut)
        on_device = tensor(np.concatenate(cut), self.phrase.device).split([len(part) for part in cut])
        # Lengths in eights suit the accelerator's matrix units.
        return [(part, int(-(-self.sizes[near].max() // 8) * 8), int(self.lengths[near].max()))
                for part, near in zip(on_device, cut)]

    def where(self, split, databases=None):
        """The ids of a split's examples, of these databases only when given."""
        return [number for number, (one, database) in enumerate(zip(self.splits, self.databases))
                if one == split and (databases is None or database in databases)]


class Numbering:
    """Numbers lists in the order they are first seen."""

    def __init__(self):
        self.keys, self.numbers = [], {}

    def __getitem__(self, items):
        key = tuple(items)
        if key not in self.numbers:
            self.numbers[key] = len(self.keys)
            self.keys.append(key)
        return self.numbers[key]


def databases(folder):
    """Those of the split that is learned from."""
    with gzip.open(os.path.join(folder, "examples.jsonl.gz"), "rt", encoding="utf-8") as lines:
        return {row["db"] for row in map(json.loads, lines) if row["split"] == "train"}


def load(folder, device, max_target, splits=("train", "validation")):
    """The folder's examples that have a target the network can hold."""
    with open(os.path.join(folder, "meta.json"), encoding="utf-8") as file:
        meta = json.load(file)
    vectors = np.fromfile(os.path.join(folder, "vectors.f16"), "<f2").reshape(meta["words"], meta["word_width"])
    rows, unusable = [], 0
    with gzip.open(os.path.join(folder, "examples.jsonl.gz"), "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["split"] not in splits:
                continue
            if row["target"] is None or len(row["target"]) > max_target:
                unusable += 1
                continue
            rows.append(decoded(row, meta))
    print(f"{len(rows)} examples, {unusable} without a target of at most {max_target} symbols", flush=True)
    return Examples(rows, torch.from_numpy(vectors.astype(np.float32)), meta, device)


def decoded(row, meta):
    """The row with its squares as arrays; a row that breaks the format is refused here, not read as noise later."""
    total = sum(row["counts"])
    for name in ("relations", "similarities"):
        row[name] = np.frombuffer(base64.b64decode(row[name]), np.uint8)
    pointers = [symbol - meta["fixed"] for symbol in row["target"] if symbol >= meta["fixed"]]
    checks = {
        "words": len(row["words"]) == total,
        "tags": len(row["tags"]) == total,
        "relations": len(row["relations"]) == total * total and row["relations"].max() < meta["relations"],
        "similarities": len(row["similarities"]) == total * total,
        "target": row["target"][-1] == END and min(row["target"]) >= END
                  and all(row["counts"][0] <= pointer < total for pointer in pointers),
    }
    broken = [name for name, holds in checks.items() if not holds]
    if broken:
        raise ValueError(f"example {row['id']} ({row['wording']}) breaks the format in: {', '.join(broken)}")
    return row


def weights(rows):
    """Each wording of a question counts once, however many examples it has."""
    count = defaultdict(int)
    for row in rows:
        count[row["split"], row["id"], row["wording"]] += 1
    return [1 / count[row["split"], row["id"], row["wording"]] for row in rows]


def fold(databases, number, count):
    """The databases of one of so many folds; a database keeps its fold whatever others there are."""
    return {name for name in databases
            if int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "little") % count == number - 1}


def tensor(values, device):
    return torch.as_tensor(np.asarray(values, dtype=np.int64), device=device)


def flat(arrays, device):
    return torch.from_numpy(np.concatenate(arrays)).to(device)


def starts(lengths):
    return np.concatenate([[0], np.cumsum(lengths)[:-1]])
