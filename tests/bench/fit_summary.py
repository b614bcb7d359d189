#!/usr/bin/env python3
"""Fits the weights of the summary (`src/parse/summary/weights.txt`) on articles with reference summaries.

    cargo run --release --example summary_features < SET.jsonl > SET.features.jsonl      # for each set
    python3 tests/bench/fit_summary.py SET.features.jsonl … [--features early,title,…] [--write src/parse/summary/weights.txt]

A set's lines are {"id", "text", "title", "summary"}. What is made better is the sets' mean ROUGE-1 (F, stemmed) of the three
weightiest lines, chosen exactly as the program chooses them, less a little for every weight. It looks by chance steps, from a
fixed seed, so the same sets give the same weights. It prints the figure on folds that the weights were not fitted on.
Needs numpy and rouge-score (a virtual environment outside the project).
"""
import argparse
import collections
import json
import random

import numpy as np
from rouge_score import tokenizers

SAME = 0.6  # as in src/parse/summary/mod.rs
LINES = 3
COST = 0.02  # of one unit of weight, in ROUGE points: keeps weights near nought that do nothing


def load(path):
    stem = tokenizers.DefaultTokenizer(use_stemmer=True).tokenize
    articles, names = [], []
    for line in open(path, encoding="utf-8"):
        row = json.loads(line)
        names = row["names"]
        rows = row["candidates"]
        wanted = collections.Counter(stem(row["summary"]))
        column = {word: i for i, word in enumerate(wanted)}
        counts, sizes = np.zeros((len(rows), len(wanted))), np.zeros(len(rows))
        for i, candidate in enumerate(rows):
            for word in stem(candidate["text"]):
                sizes[i] += 1
                if word in column:
                    counts[i, column[word]] += 1
        words = [set(c["words"]) for c in rows]
        overlap = np.array([[len(a & b) / (min(len(a), len(b)) + 1) for b in words] for a in words]).reshape(len(rows), len(rows))
        articles.append({
            "features": np.array([c["features"] for c in rows]).reshape(len(rows), len(names)),
            "dangling": np.array([c["dangling"] for c in rows], bool),
            "led_by": np.array([-1 if c["led_by"] is None else c["led_by"] for c in rows], int),
            "overlap": overlap, "counts": counts, "sizes": sizes,
            "wanted": np.array(list(wanted.values())), "length": sum(wanted.values()),
        })
    return articles, names


def choose(a, weights, lines=LINES):
    score = a["features"] @ weights[:-1]
    cost = np.zeros(len(score))
    taken = np.zeros(len(score), bool)
    chosen = []
    for _ in range(lines):
        led = (a["led_by"] >= 0) & taken[a["led_by"]] if chosen else np.zeros(len(score), bool)
        barred = taken | (cost >= SAME) | (a["dangling"] & ~led)
        if barred.all():
            break
        best = int(np.where(barred, -np.inf, score - weights[-1] * cost).argmax())
        taken[best] = True
        chosen.append(best)
        cost = np.maximum(cost, a["overlap"][:, best])
    return chosen


def rouge(articles, weights):
    total = 0.0
    for a in articles:
        chosen = choose(a, weights)
        if chosen:
            both = np.minimum(a["counts"][chosen].sum(0), a["wanted"]).sum()
            total += 200 * both / (a["sizes"][chosen].sum() + a["length"])
    return total / len(articles)


def fit(sets, names, active, steps, seed=0):
    chance = random.Random(seed)
    goal = lambda w: sum(rouge(s, w) for s in sets) / len(sets) - COST * np.abs(w).sum()
    weights = np.zeros(sets[0][0]["features"].shape[1] + 1)
    start = {"early": -0.7, "opening": -0.8, "title": 1.8, "first": -1.0, "central": 2.4, "overlap": 2.0}
    for at in active:
        weights[at] = start.get((names + ["overlap"])[at], 0.0)
    best = goal(weights)
    for step in range(steps):
        trial = weights.copy()
        if step % 5 == 4:
            trial[chance.choice(active)] = 0
        else:
            for _ in range(chance.choice([1, 1, 2])):
                trial[chance.choice(active)] += chance.gauss(0, 0.7 * (1 - step / steps) + 0.1)
        trial[-1] = max(trial[-1], 0)  # lines that say the same never win by it
        now = goal(trial)
        if now > best:
            weights, best = trial, now
    return weights


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("sets", nargs="+")
    ap.add_argument("--features", default="early,opening,title,first,central")
    ap.add_argument("--steps", type=int, default=1500)
    ap.add_argument("--folds", type=int, default=4)
    ap.add_argument("--write")
    args = ap.parse_args()
    loaded = [load(path) for path in args.sets]
    sets, names = [articles for articles, _ in loaded], loaded[0][1]
    active = [names.index(name) for name in args.features.split(",")] + [len(names)]
    lines = []
    for fold in range(args.folds):
        inside = [[a for i, a in enumerate(s) if i % args.folds != fold] for s in sets]
        weights = fit(inside, names, active, args.steps, fold)
        lines.append([rouge(s[fold::args.folds], weights) for s in sets])
        print(f"fold {fold}: held out " + "  ".join(f"{x:.2f}" for x in lines[-1]), flush=True)
    weights = fit(sets, names, active, args.steps)
    result = [f"held out, mean of {args.folds} folds: " + ", ".join(f"{x:.2f}" for x in np.mean(lines, 0)),
              "fitted on all: " + ", ".join(f"{rouge(s, weights):.2f}" for s in sets)]
    text = "# Fitted by tests/bench/fit_summary.py. ROUGE-1 of three lines on its sets, in the order given:\n"
    text += "".join(f"# {line}\n" for line in result)
    text += "".join(f"{names[i] if i < len(names) else 'overlap'} {weights[i]:.3f}\n" for i in active if weights[i])
    print(text)
    if args.write:
        open(args.write, "w", encoding="utf-8").write(text)


if __name__ == "__main__":
    main()
