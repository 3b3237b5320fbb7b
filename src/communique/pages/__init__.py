"""HTML pages: self-contained, without requests to anywhere, everything escaped."""
