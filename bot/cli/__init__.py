"""The command line: one file of commands per noun, wired together in `bot/__main__.py`."""
