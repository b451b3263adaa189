"""Settings of all tests."""

import signal

from hypothesis import settings

# A pattern is made when it is first used, so the first example of a test takes longest.
settings.register_profile("attrib", deadline=None)
settings.load_profile("attrib")

# A shell has what it runs in the background ignore Ctrl-C; tests of Ctrl-C send it themselves.
signal.signal(signal.SIGINT, signal.default_int_handler)
