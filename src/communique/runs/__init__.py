"""The one run loop and the one store of attempts: bulk, evals and resume stand on both."""
