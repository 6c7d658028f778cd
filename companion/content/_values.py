"""The values that may stand in a line as `{name}`, and the check of the braces.

Rules
1. A line may use the values that whoever speaks it fills in, or fewer, and each as often as it likes.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from companion._mistakes import nearest

VALUE: Final = re.compile(r"\{([a-z_]+)\}")


def mistakes(text: str, values: Sequence[str]) -> Iterator[str]:
    """What is wrong with the braces in `text`, the words of a line that is given these `values`."""
    for value in dict.fromkeys(VALUE.findall(text)):
        if value not in values:
            yield f"`{{{value}}}` has no value in this line{_instead(value, values)}"
    if re.search(r"[{}]", VALUE.sub("", text)):
        yield "there is a brace that belongs to no value; a value is written `{like_this}`."


def _instead(value: str, values: Sequence[str]) -> str:
    known = [f"{{{name}}}" for name in sorted(values)]
    return nearest(f"{{{value}}}", known).replace("known are", "it takes") if known else "; it takes none."
