"""What text is made of, before any meaning: folding with an offset map, the edges of words."""
