"""Gold against predicted: pairing, counts, agreement. Sees records, never an extractor."""
