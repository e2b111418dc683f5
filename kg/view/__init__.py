"""Floor 5: the interactive HTML page of a graph, one file that asks nothing of the network."""
