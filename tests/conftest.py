"""What holds for every test: drawn examples are the same on each run, and a busy machine fails none of them."""

from hypothesis import settings

settings.register_profile("periplo", deadline=None, derandomize=True)
settings.load_profile("periplo")
