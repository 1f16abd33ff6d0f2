import pytest

from zana.kernel.tests.errand import errand_table


@pytest.fixture
def errands(transactional_db):
    """The errand table, with real transactions."""
    with errand_table():
        yield
