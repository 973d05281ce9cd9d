"""Property tests: the same examples on every run and machine, and no time limit on a busy one."""

from hypothesis import settings

settings.register_profile("equity", deadline=None, derandomize=True, database=None)
settings.load_profile("equity")
