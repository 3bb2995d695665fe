"""Trains the embedded translator's network on the folder that the bench exports, and writes its weights.

    python3 bench/Training/train.py --data DIR --out network.safetensors --minutes 8
    python3 bench/Training/train.py --data DIR --out fold1.safetensors --minutes 8 --fold 1/5
    python3 bench/Training/train.py --data DIR --eval network.safetensors --split validation
    python3 bench/Training/train.py --vectors tests/Functions/Translation/Embedded/Network/reference.json
"""
import argparse
import time

import numpy as np
import torch

import examples as data
import learning
import reference
import weights
from network import BOS, Network, Shape


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", help="the training data folder")
    parser.add_argument("--out", help="the weights file to write")
    parser.add_argument("--eval", help="a weights file to score on --split instead of training")
    parser.add_argument("--vectors", help="the JSON file to write a tiny network's outputs to instead of training")
    parser.add_argument("--names", help="the file to write the databases that --fold holds out to, instead of training")
    parser.add_argument("--split", default="validation", choices=["train", "validation", "dev"],
                        help="what --eval scores; dev is what --fold or --exclude-dbs holds out of train")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=float, help="how long to train, in passes over the examples")
    parser.add_argument("--minutes", type=float, help="how long the run may take, loading and writing included; the shorter of the two counts")
    parser.add_argument("--fold", help="I/K: hold out fold I of K of the databases")
    parser.add_argument("--exclude-dbs", help="a file of databases to hold out, one a line")
    parser.add_argument("--eval-every", type=int, default=5, help="epochs between scores of what is held out")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--threads", type=int, default=1)

    parser.add_argument("--width", type=int, default=192)
    parser.add_argument("--heads", type=int, default=6)
    parser.add_argument("--layers", type=int, default=5)
    parser.add_argument("--decoder-layers", type=int, default=3)
    parser.add_argument("--ff", type=int, default=576)
    parser.add_argument("--max-target", type=int, default=96)

    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--lr", type=float, default=7e-4)
    parser.add_argument("--warmup", type=int, default=500, help="steps")
    parser.add_argument("--weight-decay", type=float, default=0.05)
    parser.add_argument("--clip", type=float, default=1.0)
    parser.add_argument("--average", type=float, default=0.999, help="decay of the averaged weights")
    parser.add_argument("--dropout", type=float, default=0.3)
    parser.add_argument("--word-dropout", type=float, default=0.1, help="share of question words made unknown")
    parser.add_argument("--name-dropout", type=float, default=0.1, help="share of question words that are not known to name anything")
    parser.add_argument("--hint-dropout", type=float, default=0.2, help="share of examples without the rules' hints")
    parser.add_argument("--hint-dropout-synonyms", type=float, default=0.5, help="the same of those worded with other words than the schema's")
    parser.add_argument("--schema-dropout", type=float, default=0.5, help="share of examples whose schema is thinned")
    parser.add_argument("--schema-dropout-most", type=float, default=0.4, help="the most of a schema that is left out")
    parser.add_argument("--smoothing", type=float, default=0.05)
    parser.add_argument("--item-weight", type=float, default=0.3)
    args = parser.parse_args()
    if not args.vectors:
        if not args.data or not (args.eval or args.out or args.names):
            parser.error("--data and one of --out, --eval and --names are needed")
        if args.out and args.epochs is None and args.minutes is None:
            parser.error("one of --epochs and --minutes is needed")
        if args.eval and args.split == "dev" and not (args.fold or args.exclude_dbs):
            parser.error("--split dev needs --fold or --exclude-dbs")
    return args


def held_out(args, databases):
    if args.exclude_dbs:
        with open(args.exclude_dbs, encoding="utf-8") as file:
            return {line.strip() for line in file if line.strip()}
    if args.fold:
        number, count = map(int, args.fold.split("/"))
        if not 1 <= number <= count:
            raise ValueError("--fold is I/K with I from 1 to K")
        return data.fold(databases, number, count)
    return set()


@torch.no_grad()
def score(network, examples, ids):
    """Of each wording: examples, the share of symbols right, and the share of wholly right sequences.

    A sequence is what greedy decoding writes exactly when each of its symbols is the likeliest after those before
    it, so no decoding is needed.
    """
    right, symbols, whole, order = [], [], [], []
    for part, size, length in examples.batches(ids, 128):
        batch = examples.batch(part, size, length)
        logits = network(batch)[1]
        logits[:, :, BOS] = -torch.inf
        live = batch.target >= 0
        hit = (logits.argmax(2) == batch.target) & live
        right.append(hit.sum(1))
        symbols.append(live.sum(1))
        whole.append((hit == live).all(1))
        order.append(part)
    right, symbols, whole, order = (torch.cat(parts).cpu().numpy() for parts in (right, symbols, whole, order))
    wordings = np.array(examples.wordings)[order]
    return {wording: (int(chosen.sum()), right[chosen].sum() / symbols[chosen].sum(), whole[chosen].mean())
            for wording in sorted(set(wordings)) for chosen in [wordings == wording]}


def told(scores):
    return "; ".join(f"{wording} {count}: symbols {symbols:.4f} whole {whole:.4f}"
                     for wording, (count, symbols, whole) in scores.items())


def evaluate(args):
    network = weights.read(args.eval).to(args.device)
    split = "validation" if args.split == "validation" else "train"
    examples = data.load(args.data, args.device, network.shape.max_target, [split])
    for name in ("relations", "tags", "fixed"):
        if getattr(network.shape, name) != examples.meta[name]:
            raise ValueError(f"the weights are for {getattr(network.shape, name)} {name}, "
                             f"the data has {examples.meta[name]}")
    chosen = held_out(args, set(examples.databases)) if args.split == "dev" else None
    print(f"{args.split}: {told(score(network, examples, examples.where(split, chosen)))}")


def train(args):
    began = time.monotonic()
    torch.manual_seed(args.seed)
    # On an accelerator, products of matrices round to the bits that the weights file keeps anyway.
    torch.set_float32_matmul_precision("high")
    examples = data.load(args.data, args.device, args.max_target, ["train"])
    databases = set(examples.databases)
    out = held_out(args, databases)
    learned, dev = examples.where("train", databases - out), examples.where("train", out)
    shape = Shape(
        relations=examples.meta["relations"], tags=examples.meta["tags"], fixed=examples.meta["fixed"],
        word_width=examples.meta["word_width"], d=args.width, heads=args.heads, encoder_layers=args.layers,
        decoder_layers=args.decoder_layers, ff=args.ff, max_target=args.max_target)
    network = Network(shape, args.dropout).to(args.device)
    size = sum(parameter.numel() for parameter in network.parameters())
    print(f"{len(learned)} examples to learn from, {len(dev)} held out, {size / 1e6:.2f} M parameters, "
          f"loaded in {time.monotonic() - began:.1f} s", flush=True)
    started = time.monotonic()

    def report(step, total, cost, averaged):
        weights.write(args.out, averaged)
        spent = time.monotonic() - started
        line = f"step {step}/{total} loss {cost:.4f} {1000 * spent / step:.1f} ms/step {spent:.0f} s"
        print(f"{line} dev {told(score(averaged, examples, dev))}" if dev else line, flush=True)

    learning.train(network, examples, learned, args, np.random.default_rng(args.seed), began, report)


if __name__ == "__main__":
    args = arguments()
    torch.set_num_threads(args.threads)
    if args.vectors:
        reference.write(args.vectors)
    elif args.names:
        with open(args.names, "w", encoding="utf-8") as file:
            file.writelines(name + "\n" for name in sorted(held_out(args, data.databases(args.data))))
    elif args.eval:
        evaluate(args)
    else:
        train(args)
