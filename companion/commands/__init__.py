"""The commands, one a file. Each has `add(commands)`, which describes it, and a function that does it."""
