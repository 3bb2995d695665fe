"""How the network learns: what is hidden from it, what it is told, and how fast it changes."""
import copy
import math
import time
from dataclasses import replace

import torch
from torch.nn import functional as F

from network import BOS


def hidden(batch, args, meta):
    """The batch with some question words unknown, some names not recognised, some hints of the rules kept back, and some of what the
    plan does not need left out of the schema."""
    size, positions = batch.padding.shape
    device = batch.padding.device
    question = batch.kinds[:, :, 0] > 0
    unknown = question & (torch.rand(size, positions, device=device) < args.word_dropout)
    share = torch.rand(size, 1, device=device) * args.schema_dropout_most
    share = share * (torch.rand(size, 1, device=device) < args.schema_dropout)
    left_out = batch.pointable & ~batch.used & (torch.rand(size, positions, device=device) < share)
    unnamed = question & (torch.rand(size, positions, device=device) < args.name_dropout)
    weaker = torch.tensor(meta["weaker"], device=device)
    relations = torch.where(unnamed.unsqueeze(2) | unnamed.unsqueeze(1), weaker[batch.relations], batch.relations)
    first, end = meta["hints"]
    unhinted = torch.rand(size, 1, 1, device=device) < torch.where(batch.synonyms, args.hint_dropout_synonyms, args.hint_dropout)[:, None, None]
    tags = batch.tags.clone()
    tags[:, :, first:end] = tags[:, :, first:end].masked_fill(unhinted, 0)
    return replace(
        batch,
        relations=relations,
        tags=tags,
        words=batch.words.masked_fill(unknown.unsqueeze(2), 0),
        padding=batch.padding | left_out,
        pointable=batch.pointable & ~left_out)


def loss(network, batch, args):
    """The loss of the next symbols, smoothed over those allowed, plus that of which positions the plan uses."""
    items, logits = network(batch)
    log_probabilities = logits.log_softmax(-1)
    given = (batch.target >= 0) * batch.weight.unsqueeze(1)
    right = log_probabilities.gather(2, batch.target.clamp(min=0).unsqueeze(2)).squeeze(2)
    allowed = torch.ones(batch.target.shape[0], network.shape.fixed, dtype=torch.bool, device=items.device)
    allowed[:, BOS] = False
    allowed = torch.cat([allowed, batch.pointable], 1)
    even = log_probabilities.masked_fill(~allowed.unsqueeze(1), 0).sum(2) / allowed.sum(1, keepdim=True)
    symbols = -((1 - args.smoothing) * right + args.smoothing * even)
    symbols = (symbols * given).sum() / given.sum()
    counted = batch.pointable * batch.weight.unsqueeze(1)
    used = F.binary_cross_entropy_with_logits(items, batch.used.float(), reduction="none")
    used = (used * counted).sum() / counted.sum()
    return symbols + args.item_weight * used


class Average:
    """A network whose parameters trail another's, which forgets the beginning faster than the rest."""

    def __init__(self, network, decay):
        self.network, self.decay, self.steps = copy.deepcopy(network).eval(), decay, 0
        self.parameters = [parameter.requires_grad_(False) for parameter in self.network.parameters()]

    @torch.no_grad()
    def follow(self, parameters):
        self.steps += 1
        decay = min(self.decay, self.steps / (10 + self.steps))
        torch._foreach_mul_(self.parameters, decay)
        torch._foreach_add_(self.parameters, parameters, alpha=1 - decay)


class Plan:
    """How many steps there will be, looked at again as their speed shows, and the learning rate at each."""

    def __init__(self, args, steps_an_epoch, began):
        self.args = args
        self.most = math.inf if args.epochs is None else max(1, round(args.epochs * steps_an_epoch))
        self.total = self.most
        # The end is spared for the last score and the writing.
        self.until = None if args.minutes is None else began + args.minutes * 60 - min(10, args.minutes * 3)
        self.since = self.first = None

    def look(self, step):
        """Called between steps; the accelerator must have finished those before."""
        if self.until is None:
            return
        now = time.monotonic()
        if self.since is None:
            # The steps so far also paid for what only the first ones do.
            self.since, self.first = now, step
            return
        pace = (now - self.since) / (step - self.first)
        self.total = min(self.most, max(step, step + int((self.until - now) / pace)))

    def rate(self, step):
        warm = min(1, (step + 1) / self.args.warmup)
        # Until the pace is known the end is far.
        return self.args.lr * warm * (1 + math.cos(math.pi * min(1, step / self.total))) / 2


def optimizer(network, args):
    matrices = [parameter for parameter in network.parameters() if parameter.dim() > 1]
    others = [parameter for parameter in network.parameters() if parameter.dim() <= 1]
    return torch.optim.AdamW(
        [{"params": matrices, "weight_decay": args.weight_decay}, {"params": others, "weight_decay": 0}],
        lr=args.lr, betas=(0.9, 0.98),
        # Older releases for the processor know no such option.
        **({"fused": True} if args.device == "cuda" else {}))


def train(network, examples, ids, args, random, began, report):
    """Returns the averaged network; report(step, total, loss, averaged) is called every few epochs."""
    cuda = args.device == "cuda"
    # To look at an accelerator's pace is to wait for it.
    look_every = 20 if cuda else 1
    network.train()
    parameters = list(network.parameters())
    average = Average(network, args.average)
    steps_an_epoch = -(-len(ids) // args.batch)
    plan = Plan(args, steps_an_epoch, began)
    rule = optimizer(network, args)
    step, told, total_loss = 0, 0, torch.zeros((), device=args.device)
    while step < plan.total:
        for part, size, length in examples.batches(ids, args.batch, random):
            for group in rule.param_groups:
                group["lr"] = plan.rate(step)
            cost = loss(network, hidden(examples.batch(part, size, length), args, examples.meta), args)
            rule.zero_grad(set_to_none=True)
            cost.backward()
            torch.nn.utils.clip_grad_norm_(parameters, args.clip)
            rule.step()
            average.follow(parameters)
            total_loss += cost.detach()
            step += 1
            if step % look_every == 0:
                if cuda:
                    torch.cuda.synchronize()
                plan.look(step)
            if step >= plan.total:
                break
            if step % (args.eval_every * steps_an_epoch) == 0:
                report(step, plan.total, total_loss.item() / (step - told), average.network)
                told, total_loss = step, torch.zeros_like(total_loss)
    report(step, plan.total, total_loss.item() / max(1, step - told), average.network)
    return average.network
