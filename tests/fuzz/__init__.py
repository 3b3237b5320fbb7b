"""Any bytes at any reader: one harness, a table of readers, a small corpus for each."""
