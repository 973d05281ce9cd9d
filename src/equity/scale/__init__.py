"""Access for a whole country: the engine's own statements, tile by tile, on this machine or on a Spark cluster."""
