"""The parts of the page on plans: what the address asks, the map, the panel of results, the list of changes."""
