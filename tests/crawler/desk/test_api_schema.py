"""The API against its own description: whatever is asked, no 5xx, and every answer as described."""

from contextlib import closing

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from crawler.desk.app import application
from storage.database import open_to_read
from tests.crawler.desk.serving import desk_on

BRIEFLY = settings(
    max_examples=25, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture(scope="module")
def described(crawled):
    with closing(open_to_read(f"sqlite:///{crawled.database}")) as store:
        app = application(desk_on(store), ("*",))
        yield schemathesis.openapi.from_asgi("/api/openapi.json", app)


def answered(operation, mode) -> bool:
    """Ask an operation as described, or otherwise; False where nothing can be asked otherwise."""

    @BRIEFLY
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case):
        case.call_and_validate()

    try:
        ask()
    except Unsatisfiable:
        return False
    return True


@pytest.mark.parametrize(("mode", "least"), [(GenerationMode.POSITIVE, 6), (GenerationMode.NEGATIVE, 3)])
def test_every_answer_is_as_described(mode, least, described):
    operations = [each.ok() for each in described.get_all_operations()]
    assert sum(answered(each, mode) for each in operations) >= least
