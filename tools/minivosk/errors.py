"""What can go wrong while a model is made, in a sentence a developer can act on."""


class MinivoskError(Exception):
    """A recipe, a tool or a file is not as it must be: what, where, what to do."""
