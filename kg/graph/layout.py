"""Names inside a built folder that readers and writers share."""

STORE, NEW_STORE, OLD_STORE = "store", ".store.new", ".store.old"
"""The store of a corpus, one being written, and the one before while names are exchanged."""
CONTENT = "content.json"
"""Beside the files of Oxigraph in the store's folder, so that one rename publishes the store and what is in it."""
