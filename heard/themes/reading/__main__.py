"""Measure again how large the numbers inside the model grow, and write `ranges.txt`."""

from pathlib import Path

from safetensors.numpy import load_file

from heard.themes.reading.pieces import open_tokenizer
from heard.themes.reading.ranges import as_text, measured_ranges, sentences
from heard.themes.reading.weights import find_weights

if __name__ == "__main__":
    weights = find_weights()
    pieces = [found.ids for found in open_tokenizer(weights).encode_batch(sentences())]
    measured = as_text(measured_ranges(load_file(weights.numbers), pieces))
    Path(__file__).with_name("ranges.txt").write_text(measured, encoding="ascii")
