"""Settings of all tests."""

from hypothesis import settings

# A pattern is made when it is first used, so the first example of a test takes longest.
settings.register_profile("attrib", deadline=None)
settings.load_profile("attrib")
