"""How the portals fare, told to people, to machines, to Prometheus, and to who must look."""

import json
import re
from contextlib import closing
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

import pytest
from sqlalchemy import select, update

from crawler.commands.status import send
from crawler.metrics import gauge
from storage import alerts, leases
from storage.database import open_store
from storage.portals import PortalRecord
from storage.tables import Address, Portal, Run
from tests.crawler.commandline import ROOT, scrapy

#: The text format's grammar: a name, labels whose values have escapes alone, a number.
LABEL = r'[a-z_]+="(?:[^"\\\n]|\\["\\n])*"'
SAMPLE = re.compile(
    rf"(?P<name>[a-z_]+)\{{(?P<labels>{LABEL}(?:,{LABEL})*)\}} (?P<value>-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)"
)


def parse(text: str) -> dict[str, dict[str, float]]:
    """Samples by metric and labels; each metric stands together, under its help and type."""
    assert text.endswith("\n")
    samples: dict[str, dict[str, float]] = {}
    for line in text.splitlines():
        if line.startswith("# HELP "):
            name = line.split()[2]
            assert name not in samples
            samples[name] = {}
        elif line.startswith("# TYPE "):
            assert line == f"# TYPE {name} gauge"
        else:
            found = SAMPLE.fullmatch(line)
            assert found, line
            assert found["name"] == name
            assert found["labels"] not in samples[name]
            samples[name][found["labels"]] = float(found["value"])
    return samples


@pytest.fixture(scope="module")
def crawled_once(replica, tmp_path_factory):
    """A store in which hxw was crawled."""
    file = tmp_path_factory.mktemp("status") / "articles.db"
    assert scrapy("crawl", "hxw", "-s", f"REPLICA={replica}", database=file).returncode == 0
    return file


@pytest.fixture
def database(crawled_once, tmp_path):
    file = tmp_path / "articles.db"
    file.write_bytes(crawled_once.read_bytes())
    return file


def change(database, statement) -> None:
    with closing(open_store(f"sqlite:///{database}")) as store, store.transaction() as session:
        session.execute(statement)


def refuse(database) -> None:
    """As if the site refused a list."""
    first = select(Address.id).where(Address.role == "list").order_by(Address.id).limit(1).scalar_subquery()
    change(database, update(Address).where(Address.id == first).values(state="blocked", reason="HTTP 412"))


def mend(database) -> None:
    change(database, update(Address).where(Address.state == "blocked").values(state="list", reason=None))


def test_there_is_no_store(tmp_path):
    ended = scrapy("status", database=tmp_path / "none.db")
    assert (ended.returncode, ended.stdout) == (3, "")
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize(
    ("arguments", "told"), [(["hxw"], "status takes no 'hxw'"), (["-s", "PORTAL_HOMES=x"], "a JSON object")]
)
def test_wrong_use_is_one_line_and_exit_2(arguments, told, database):
    ended = scrapy("status", *arguments, database=database)
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
    assert told in ended.stderr


def test_a_store_without_a_crawl_has_no_alert(empty):
    ended = scrapy("status", database=empty)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert re.search(r"^hxw +never .* due$", ended.stdout, re.MULTILINE)


def test_a_portal_that_fares_well_is_a_line_and_exit_0(database):
    ended = scrapy("status", database=database)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert re.search(r"^hxw +\d{4}-\S+ \S+ +finished +38 +0 +38 +0% +\d{4}-", ended.stdout, re.MULTILINE)
    assert "!" not in ended.stdout


def test_an_alert_is_a_line_and_exit_1_until_it_ends(database):
    refuse(database)
    for _ in range(2):
        ended = scrapy("status", database=database)
        assert ended.returncode == 1
        assert "! hxw 红星网: blocked: the site refuses us: the list 基层动态" in ended.stdout
    told = json.loads(scrapy("status", "--json", database=database).stdout)
    assert [(each["portal"], each["kind"]) for each in told["alerts"]] == [("hxw", "blocked")]
    mend(database)
    assert scrapy("status", database=database).returncode == 0


def test_all_of_it_as_json(database):
    told = json.loads(scrapy("status", "--json", database=database).stdout)
    hxw, nfplus = told["portals"][:2]
    assert (hxw["portal"], hxw["articles"], hxw["is_due"], hxw["is_running"]) == ("hxw", 38, False, False)
    assert [(each["outcome"], each["new"], each["met"]) for each in hxw["crawls"]] == [("finished", 38, 38)]
    assert (nfplus["crawls"], nfplus["due"], nfplus["is_due"]) == ([], None, True)


def test_a_portal_without_a_file_raises_no_alert_for_ever(database):
    change(database, update(Portal).values(name="unknown"))
    with closing(open_store(f"sqlite:///{database}")) as store, store.transaction() as session:
        alerts.settle(session, 1, {"drop": "less"})
    assert scrapy("status", database=database).returncode == 0


# --- Prometheus ------------------------------------------------------------------------------------


def test_metrics_are_a_file_that_prometheus_reads(database, tmp_path):
    file = tmp_path / "zhengwen.prom"
    refuse(database)
    assert scrapy("status", "--metrics", str(file), database=database).returncode == 1
    samples = parse(file.read_text("utf-8"))
    assert samples["zhengwen_articles"] == {'portal="hxw"': 38}
    assert samples["zhengwen_last_crawl_articles"] == {
        'portal="hxw",op="new"': 38,
        'portal="hxw",op="changed"': 0,
    }
    assert samples["zhengwen_last_crawl_finished"] == {'portal="hxw"': 1}
    assert list(samples["zhengwen_alert_since_timestamp_seconds"]) == ['portal="hxw",kind="blocked"']
    assert {'portal="hxw"', 'portal="nfplus"'} <= samples["zhengwen_next_crawl_timestamp_seconds"].keys()
    assert [each.name for each in tmp_path.iterdir() if "prom" in each.name] == ["zhengwen.prom"]


def test_metrics_that_cannot_be_written_are_told_and_the_rest_is_shown(database):
    ended = scrapy("status", "--metrics", "/nowhere/zhengwen.prom", database=database)
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
    assert "/nowhere/zhengwen.prom can't be written: No such file or directory" in ended.stderr
    assert "hxw" in ended.stdout


@pytest.mark.parametrize("value", ["plain", "中文", 'a "quoted" one', "back\\slash", "two\nlines", "\\n", ""])
def test_any_text_may_be_a_label(value):
    (line,) = list(gauge("a_name", "What it is.", [({"kind": value}, 1.5)]))[2:]
    found = SAMPLE.fullmatch(line)
    assert found
    inner = found["labels"].removeprefix('kind="').removesuffix('"')
    assert re.sub(r"\\(.)", lambda each: {"n": "\n"}.get(each[1], each[1]), inner) == value


# --- messages --------------------------------------------------------------------------------------


class Post(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.came.append(json.loads(body))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def hook():
    """A webhook on loopback: what came, and the status it answers with."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Post) as server:
        server.came, server.status = [], 200
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()


def test_without_apprise_one_line_says_what_to_install(database, tmp_path):
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['apprise'] = None\n")
    ended = scrapy(
        "status", database=database, ALERTS="json://u:secret@127.0.0.1:1/", PYTHONPATH=str(tmp_path)
    )
    line = "scrapy: ALERTS needs apprise: .venv/bin/pip install --require-hashes -r requirements-alerts.txt\n"
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", line)


def test_a_webhook_is_told_once_when_it_arises_and_once_when_it_ends(database, hook):
    pytest.importorskip("apprise", reason="requirements-alerts.txt is not installed")
    target = f"json://user:secret@127.0.0.1:{hook.server_port}/hook"
    refuse(database)
    for _ in range(2):
        assert scrapy("status", database=database, ALERTS=target).returncode == 1
    mend(database)
    for _ in range(2):
        assert scrapy("status", database=database, ALERTS=target).returncode == 0
    began, ended = [each["message"] for each in hook.came]
    assert began.startswith("hxw 红星网: blocked: the site refuses us")
    assert "(ended; since " in ended


def test_a_webhook_that_fails_is_told_again_and_its_secret_never_shown(database, hook):
    pytest.importorskip("apprise", reason="requirements-alerts.txt is not installed")
    target = f"json://user:secret@127.0.0.1:{hook.server_port}/secret"
    refuse(database)
    hook.status = 500
    ended = scrapy("status", database=database, ALERTS=target)
    assert (ended.returncode, ended.stderr) == (1, "scrapy: alerts: target 1 (json://…) didn't take them\n")
    hook.status = 200
    ended = scrapy("status", database=database, ALERTS=target)
    assert (ended.returncode, ended.stderr, "secret" in ended.stdout) == (1, "", False)
    assert len(hook.came) == 2


class Mail(StreamRequestHandler):
    """As much of a mail server as takes one letter (RFC 5321)."""

    def handle(self) -> None:
        self.tell("220 mail.example")
        while line := self.rfile.readline().decode().strip():
            if line.upper() == "DATA":
                self.tell("354 go on")
                letter = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.came.append(message_from_bytes(letter, policy=policy.default))
            self.tell("221 bye" if line.upper() == "QUIT" else "250 ok")

    def tell(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


def test_a_mail_is_sent(database):
    pytest.importorskip("apprise", reason="requirements-alerts.txt is not installed")
    refuse(database)
    with ThreadingTCPServer(("127.0.0.1", 0), Mail) as server:
        server.came = []
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        place = f"127.0.0.1:{server.server_address[1]}"
        target = f"mailto://{place}?from=crawler@zhengwen.example&to=desk@zhengwen.example&mode=insecure&format=text"
        assert scrapy("status", database=database, ALERTS=target).returncode == 1
        server.shutdown()
    (letter,) = server.came
    assert letter["To"] == "desk@zhengwen.example"
    assert letter["Subject"] == "Zhengwen: 1 alert"
    assert "hxw 红星网: blocked: the site refuses us" in letter.get_body(("plain",)).get_content()


def test_a_target_that_apprise_does_not_know_is_one_line_without_its_secret(database):
    pytest.importorskip("apprise", reason="requirements-alerts.txt is not installed")
    ended = scrapy("status", database=database, ALERTS="nothing://secret")
    line = "scrapy: ALERTS: target 1 (nothing://…) is no address that Apprise knows\n"
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", line)


class Recorder:
    """Stands for targets where Apprise isn't: how many there are, and how many of them fail."""

    def __init__(self, number: int, failing: int):
        self.number, self.failing = number, failing
        self.came: list[list[str]] = []

    def send(self, notices):
        self.came.append([each.kind for each in notices])
        return [f"target {n}" for n in range(self.failing)]


@pytest.mark.parametrize(
    ("number", "failing", "again"), [(1, 0, False), (2, 1, False), (2, 2, True), (1, 1, True)]
)
def test_alerts_are_sent_again_only_if_no_target_took_them(database, number, failing, again):
    recorder = Recorder(number, failing)
    with closing(open_store(f"sqlite:///{database}")) as store:
        with store.transaction() as session:
            alerts.settle(session, 1, {"drop": "less", "text": "short"})
        assert send(store, recorder) == [f"alerts: target {n} didn't take them" for n in range(failing)]
        send(store, recorder)
    assert recorder.came == [["drop", "text"]] * (1 + again)


def test_a_run_that_goes_on_is_running(database):
    with closing(open_store(f"sqlite:///{database}")) as store, store.transaction() as session:
        lease = leases.take(
            session, PortalRecord("hxw", "红星网", "", "https://www.hxw.gov.cn"), "me:1", "replica"
        )
        assert session.get_one(Run, lease.run_id).crawl is None
    ended = scrapy("status", database=database)
    assert re.search(r"^hxw .* running$", ended.stdout, re.MULTILINE)


def test_the_documentation_names_the_commands_the_settings_and_every_metric(database, tmp_path):
    page = (ROOT / "docs" / "running.md").read_text("utf-8")
    file = tmp_path / "zhengwen.prom"
    scrapy("status", "--metrics", str(file), database=database)
    names = [
        "scrapy due",
        "scrapy schedule",
        "scrapy status",
        "PORTALS_AT_ONCE",
        "ALERTS",
        *parse(file.read_text()),
    ]
    assert [name for name in names if name not in page] == []
