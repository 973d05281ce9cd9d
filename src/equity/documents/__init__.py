"""Documents and data files from a report: one writer per format, all of the same report; its id, and where it is kept."""
