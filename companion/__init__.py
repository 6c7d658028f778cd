"""An offline, voice-guided companion: microphone samples in, speaker samples out, nothing leaves the device."""

__version__ = "0.1.0"
