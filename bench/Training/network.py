"""The parser network: reads a question over a schema and writes a query plan symbol by symbol."""
import math
from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as F

KINDS = 4
BOS = 0
END = 1


@dataclass(frozen=True)
class Shape:
    """What the weights file says of its network."""
    relations: int
    tags: int
    fixed: int
    d: int = 192
    heads: int = 6
    encoder_layers: int = 5
    decoder_layers: int = 3
    ff: int = 576
    max_target: int = 96
    word_width: int = 100


class Embed(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.word = nn.Linear(shape.word_width, shape.d)
        self.tag = table(shape.tags, shape.d)
        self.kind = table(KINDS, shape.d)
        self.norm = nn.LayerNorm(shape.d)

    def forward(self, batch):
        return self.norm(self.word(batch.words) + batch.tags @ self.tag + batch.kinds @ self.kind)


class EncoderLayer(nn.Module):
    """Self-attention that knows how two positions relate and how similar their words are.

    No tensor of N x N x width is made: relation keys are multiplied per relation and then looked up,
    relation values by the attention each relation receives in all.
    """

    def __init__(self, shape, dropout):
        super().__init__()
        d, self.heads, self.dropout = shape.d, shape.heads, dropout
        self.norm1 = nn.LayerNorm(d)
        self.q, self.k, self.v, self.o = (nn.Linear(d, d) for _ in range(4))
        self.relation_key = table(shape.relations, d // shape.heads)
        self.relation_value = table(shape.relations, d // shape.heads)
        self.similarity = nn.Parameter(torch.ones(shape.heads))
        self.norm2 = nn.LayerNorm(d)
        self.ff1 = nn.Linear(d, shape.ff)
        self.ff2 = nn.Linear(shape.ff, d)

    def forward(self, x, batch):
        h = self.norm1(x)
        q, k, v = (split(linear(h), self.heads) for linear in (self.q, self.k, self.v))
        q = q / math.sqrt(q.shape[-1])
        relations = batch.relations.unsqueeze(1).expand(-1, self.heads, -1, -1)
        by_relation = q @ self.relation_key.T
        logits = q @ k.transpose(2, 3) + by_relation.gather(3, relations)
        logits = logits + self.similarity.view(-1, 1, 1) * batch.similarities.unsqueeze(1)
        attention = self.drop(attend(logits, batch.padding))
        received = torch.zeros_like(by_relation).scatter_add(3, relations, attention)
        x = x + self.drop(self.o(join(attention @ v + received @ self.relation_value)))
        return x + self.drop(self.ff2(F.relu(self.ff1(self.norm2(x)))))

    def drop(self, x):
        return F.dropout(x, self.dropout, self.training)


class Encoder(nn.Module):
    def __init__(self, shape, dropout):
        super().__init__()
        self.layers = add_layers(self, [EncoderLayer(shape, dropout) for _ in range(shape.encoder_layers)])
        self.norm = nn.LayerNorm(shape.d)

    def forward(self, x, batch):
        for name in self.layers:
            x = self._modules[name](x, batch)
        return self.norm(x)


class DecoderLayer(nn.Module):
    def __init__(self, shape, dropout):
        super().__init__()
        d, self.heads, self.dropout = shape.d, shape.heads, dropout
        self.norm1 = nn.LayerNorm(d)
        self.self_q, self.self_k, self.self_v, self.self_o = (nn.Linear(d, d) for _ in range(4))
        self.norm2 = nn.LayerNorm(d)
        self.cross_q, self.cross_k, self.cross_v, self.cross_o = (nn.Linear(d, d) for _ in range(4))
        self.norm3 = nn.LayerNorm(d)
        self.ff1 = nn.Linear(d, shape.ff)
        self.ff2 = nn.Linear(shape.ff, d)

    def forward(self, x, later, encoded, padding):
        h = self.norm1(x)
        x = x + self.drop(self.self_o(self.mix(self.self_q(h), self.self_k(h), self.self_v(h), later)))
        q = self.cross_q(self.norm2(x))
        x = x + self.drop(self.cross_o(self.mix(q, self.cross_k(encoded), self.cross_v(encoded), padding)))
        return x + self.drop(self.ff2(F.relu(self.ff1(self.norm3(x)))))

    def mix(self, q, k, v, hidden):
        q, k, v = (split(part, self.heads) for part in (q, k, v))
        logits = (q / math.sqrt(q.shape[-1])) @ k.transpose(2, 3)
        return join(self.drop(attend(logits, hidden)) @ v)

    def drop(self, x):
        return F.dropout(x, self.dropout, self.training)


class Decoder(nn.Module):
    def __init__(self, shape, dropout):
        super().__init__()
        d, self.dropout = shape.d, dropout
        self.fixed_in = table(shape.fixed, d)
        self.pointer = nn.Linear(d, d)
        self.position = table(shape.max_target, d)
        self.layers = add_layers(self, [DecoderLayer(shape, dropout) for _ in range(shape.decoder_layers)])
        self.norm = nn.LayerNorm(d)
        self.fixed_out = nn.Linear(d, shape.fixed)
        self.pointer_query = nn.Linear(d, d)
        self.pointer_key = nn.Linear(d, d, bias=False)

    def forward(self, encoded, batch, symbols):
        size, length = symbols.shape
        fixed = self.fixed_in.expand(size, -1, -1)
        meanings = torch.cat([fixed, self.pointer(encoded)], 1)
        x = meanings.gather(1, symbols.unsqueeze(2).expand(-1, -1, meanings.shape[2])) + self.position[:length]
        x = F.dropout(x, self.dropout, self.training)
        later = torch.ones(1, length, length, dtype=torch.bool, device=x.device).triu(1)
        for name in self.layers:
            x = self._modules[name](x, later, encoded, batch.padding)
        h = self.norm(x)
        pointers = self.pointer_query(h) @ self.pointer_key(encoded).transpose(1, 2) / math.sqrt(h.shape[2])
        pointers = pointers.masked_fill(~batch.pointable.unsqueeze(1), -math.inf)
        return torch.cat([self.fixed_out(h), pointers], 2)


class Network(nn.Module):
    """Its parameters' names are the weights file's."""

    def __init__(self, shape, dropout=0.0):
        super().__init__()
        self.shape, self.dropout = shape, dropout
        self.embed = Embed(shape)
        self.encoder = Encoder(shape, dropout)
        self.item = nn.Linear(shape.d, 1)
        self.decoder = Decoder(shape, dropout)
        for module in self.modules():
            if isinstance(module, nn.Linear):
                nn.init.xavier_uniform_(module.weight)
                if module.bias is not None:
                    nn.init.zeros_(module.bias)

    def encode(self, batch):
        return self.encoder(F.dropout(self.embed(batch), self.dropout, self.training), batch)

    def forward(self, batch):
        """The logits of which positions the plan uses, and of each target symbol after those before it."""
        encoded = self.encode(batch)
        begin = torch.full_like(batch.target[:, :1], BOS)
        symbols = torch.cat([begin, batch.target[:, :-1].clamp(min=END)], 1)
        return self.item(encoded).squeeze(2), self.decoder(encoded, batch, symbols)


def table(rows, width):
    return nn.Parameter(torch.randn(rows, width) * 0.1)


def add_layers(module, layers):
    """Numbers the layers as the module's own children, which is how the weights file names them."""
    for number, layer in enumerate(layers):
        module.add_module(str(number), layer)
    return [str(number) for number in range(len(layers))]


def split(x, heads):
    return x.view(x.shape[0], x.shape[1], heads, -1).transpose(1, 2)


def join(x):
    return x.transpose(1, 2).flatten(2)


def attend(logits, hidden):
    """Attention over the last dimension; hidden is size x (1 or queries) x keys, or size x keys."""
    hidden = hidden.unsqueeze(1) if hidden.dim() == 3 else hidden[:, None, None]
    return logits.masked_fill(hidden, -math.inf).softmax(-1)
