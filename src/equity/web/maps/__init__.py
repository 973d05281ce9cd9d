"""What the map pages share: controls and their catalogue, the state of a view as data, hover cards, point layers."""
