"""Fixtures every room uses: the cast, a frozen clock, a real practice network."""

pytest_plugins = ["tests.cast", "tests.stage"]
