"""Floor 5: one port for SPARQL, named queries, tables, and the re-checking of evidence."""
