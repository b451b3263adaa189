"""``python -m attrib``."""

from attrib.cli import main

if __name__ == "__main__":  # worker processes import this module again where they are spawned
    main()
