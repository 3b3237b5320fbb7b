"""Gold: what people labeled by hand, from the edited source to the built file."""
