"""config.yaml: every setting, its limits, and where the file is found.

Rules
1. Every key has a default, and every default stands with a comment in config.yaml, the two being the same.
2. All mistakes are reported at once, with line and "did you mean".
3. Nobody reads a file anew for a setting: a `Config` is frozen, and `settings` is the part that dialogues act upon.
"""

from companion.config._config import Config, find_config, load_config, settings

__all__ = ["Config", "find_config", "load_config", "settings"]
