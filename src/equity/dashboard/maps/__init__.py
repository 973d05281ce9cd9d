"""What the map pages share: controls, the state of a view as data, hover cards, point layers."""
