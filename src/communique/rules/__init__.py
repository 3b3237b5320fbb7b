"""The offline extractor: rules about English reporting, from text to candidates to decisions."""
