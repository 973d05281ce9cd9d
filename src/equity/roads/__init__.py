"""Distances along an office's own road network: a graph from lines, places put on it, cut-off searches."""
