"""Floor 7: the explorer, a read-only web app over a built folder, with its SPARQL endpoint."""
