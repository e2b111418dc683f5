"""Floor 5: a built graph in the formats of other programs, each file whole or not at all, the same bytes every time."""
