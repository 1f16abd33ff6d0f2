from datetime import UTC, datetime

from zana.audits.archives.opening import read_archive
from zana.site.demo.archives import write_archives

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_sample_archives_show_something_of_every_kind(tmp_path):
    readings = [reading for path in write_archives(tmp_path, NOW) for reading in read_archive(path, NOW)]

    found = {(r.network, c.control): c.result for r in readings for c in r.controls if c.result != "unknown"}
    assert found == {
        ("facebook", "SEC-06"): "fail",
        ("facebook", "SEC-19"): "partial",
        ("facebook", "SEC-45"): "pass",
        ("instagram", "SEC-19"): "pass",
        ("instagram", "SEC-24"): "pass",
        ("instagram", "CTL-09"): "partial",
        ("x", "SEC-19"): "pass",
    }
    assert [len([c for c in r.controls if c.asks]) for r in readings] == [7, 5, 5]
