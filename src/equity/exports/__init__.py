"""Documents and data files from a snapshot: one writer per format, all reading the same neutral document."""
