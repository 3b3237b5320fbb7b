"""``python -m communique.evals``: the same as the command ``evals``."""

from communique.cli.evals import main

if __name__ == "__main__":
    main()
