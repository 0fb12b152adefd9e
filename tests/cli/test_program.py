"""The commands as a user starts them: own process, own data folder, what is missing said in one sentence."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from duongthu.cli.answers import Answer, EnvironmentMissing
from duongthu.cli.startup import need_free_port, set_aside
from duongthu.cli.verbs import demo_verb

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def surroundings(tmp_path):
    """Variables of a user who set only the data folder."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DUONGTHU_", "DJANGO_", "COV"))
    }
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "DUONGTHU_DATA_DIR": str(tmp_path / "kho")}


def start(*words, environment):
    """One command in its own process, to its end."""
    return subprocess.run(
        [sys.executable, "-m", "duongthu.cli", *words],
        env=environment, capture_output=True, check=False, encoding="utf-8", timeout=120,
    )  # fmt: skip


def test_what_is_missing_is_said_in_one_sentence(surroundings, tmp_path):
    """No traces for a missing table, a wrong address, a folder that cannot be made: exit code 3."""
    (tmp_path / "file").write_text("")
    for name, value, expected in (
        ("DUONGTHU_DEBUG", "", "duongthu migrate"),
        ("DUONGTHU_DATABASE_URL", "mysql://localhost/x", "DUONGTHU_DATABASE_URL"),
        ("DUONGTHU_DATABASE_URL", f"sqlite:///{tmp_path}/none/x.sqlite3", "DUONGTHU_DATABASE_URL"),
        ("DUONGTHU_DATABASE_URL", "postgresql://x:y@127.0.0.1:1/z", "DUONGTHU_DATABASE_URL"),
        ("DUONGTHU_DATA_DIR", str(tmp_path / "file" / "below"), "DUONGTHU_DATA_DIR"),
    ):
        done = start("verify", environment={**surroundings, name: value})
        assert done.returncode == 3, done.stderr
        assert expected in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr


@pytest.mark.slow
def test_a_fresh_folder_is_migrated_verified_and_served(surroundings):
    """The embedded default needs no administrator: an empty folder becomes a working house."""
    assert start("migrate", environment=surroundings).returncode == 0
    assert start("verify", environment=surroundings).returncode == 0
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "duongthu.cli", "serve", "--port", str(port)],
        env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        assert answers(port)
    finally:
        server.send_signal(signal.SIGINT)
        said, _ = server.communicate(timeout=30)
    assert f"http://127.0.0.1:{port}/" in said.decode()


def free_port():
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port):
    """Whether an HTTP server answers there within half a minute, with whatever page."""
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
        except urllib.error.HTTPError as page:
            page.close()
            return page.code < 500
        except OSError:
            time.sleep(0.1)
        else:
            return True
    return False


def test_a_taken_port_is_named(surroundings):
    """Two demos at once: the second says which port is taken."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(EnvironmentMissing, match=str(port)):
            need_free_port("127.0.0.1", port)


def test_an_older_database_is_kept_under_another_name(tmp_path):
    """A demo never costs anybody their data, nor the write-ahead log beside it."""
    file = tmp_path / "demo.sqlite3"
    assert set_aside(file) is None
    for turn in ("1", "2"):
        file.write_text(turn)
        file.with_name("demo.sqlite3-wal").write_text("wal" + turn)
        kept = set_aside(file)
        assert kept == tmp_path / f"demo-{turn}.sqlite3"
        assert (kept.read_text(), kept.with_name(kept.name + "-wal").read_text()) == (turn, "wal" + turn)
    assert not file.exists()


def test_the_demo_leaves_a_named_database_alone(tmp_path, monkeypatch):
    """The operator's own address wins; without one the demo has a file of its own."""
    answer = Answer(as_json=False)
    monkeypatch.setenv("DUONGTHU_DATABASE_URL", "sqlite:///elsewhere")
    demo_verb.fresh_database(tmp_path, answer)
    assert os.environ["DUONGTHU_DATABASE_URL"] == "sqlite:///elsewhere"
    monkeypatch.setenv("DUONGTHU_DATABASE_URL", "")
    demo_verb.fresh_database(tmp_path, answer)
    assert os.environ["DUONGTHU_DATABASE_URL"] == f"sqlite:///{tmp_path}/demo.sqlite3"


class Played:
    """A report as the simulation gives it."""

    def lines(self):
        """What a director reads."""
        return ["20.000 bưu gửi"]

    def as_dict(self):
        """What a machine reads."""
        return {"items": 20_000, "laws_hold": True}


@pytest.fixture
def played(monkeypatch):
    """Puts a simulation of no time in the place of the real one; gives what it was asked."""
    asked = []

    def run_days(*, on_progress, **choices):
        on_progress(1, 2, "08:00")
        asked.append(choices)
        return Played()

    for name in ("simulate_verb", "demo_verb"):
        monkeypatch.setattr(f"duongthu.cli.verbs.{name}.find_simulation", lambda: run_days)
    return asked


@pytest.mark.django_db
def test_simulate_hands_its_choices_over(duongthu, played):
    """Seed and size are what replays a failure."""
    said = duongthu(
        "simulate", "--seed", 7, "--days", 3, "--scale", "0.1", "--scenario", "2020-08-14", "--faults"
    )
    assert (said.code, said.out) == (0, "20.000 bưu gửi\n")
    assert played == [{"seed": 7, "days": 3, "scale": 0.1, "scenario_name": "2020-08-14", "faults": True}]
    assert duongthu("simulate", "--json").json == {"items": 20_000, "laws_hold": True}


@pytest.mark.django_db
def test_simulate_keeps_off_real_books(duongthu, played, actor):
    """Invented items among real ones could never be taken out again: journals only grow."""
    from duongthu.acts.api import perform

    perform(actor("teller"), "acts.reject", {"proposal_id": 1, "reason": "thử"})
    said = duongthu("simulate")
    assert (said.code, played) == (3, [])
    assert "đã có sổ sách" in said.err
    assert duongthu("simulate", "--resume").code == 0
    assert len(played) == 1


@pytest.mark.django_db
def test_a_broken_day_is_told_with_its_seed(duongthu, monkeypatch):
    """The sentence of the simulation names what to replay; a trace would bury it."""
    from duongthu.simulation.api import LawBroken

    def run_days(**_choices):
        raise LawBroken("hạt giống 7, cảnh 3")

    monkeypatch.setattr("duongthu.cli.verbs.simulate_verb.find_simulation", lambda: run_days)
    said = duongthu("simulate", "--json")
    assert said.code == 1
    assert "hạt giống 7" in said.json["error"]["message"]


@pytest.mark.django_db
def test_demo_plays_a_day_and_proves_it(duongthu, played, tmp_path, monkeypatch):
    """Migrate, play, verify, closing; with --no-serve it ends there. Messages go into a folder, whatever gateway is set."""
    monkeypatch.setenv("DUONGTHU_DATABASE_URL", "the test's own")
    monkeypatch.setenv("DUONGTHU_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DUONGTHU_NOTICES", "https://sms.example.vn/send")
    monkeypatch.setenv("DUONGTHU_NOTICES_TOKEN", "thật")
    said = duongthu("demo", "--no-serve")
    assert said.code == 0
    assert "✓ ledger.balances" in said.out
    assert "20.000 bưu gửi" in said.out
    assert said.out.endswith("giây).\n")
    spool = tmp_path.resolve() / "demo-notices"
    assert played == [{"seed": 42, "days": 1, "scale": 1.0, "spool": spool}]
    assert (os.environ["DUONGTHU_NOTICES"], os.environ["DUONGTHU_NOTICES_TOKEN"]) == (str(spool), "")
    (spool / "cũ.json").write_text("{}")
    told = duongthu("demo", "--no-serve", "--json").json
    assert told["ok"]
    assert told["day"]["items"] == 20_000
    assert list(spool.iterdir()) == []
    assert (tmp_path / "demo-notices-1" / "cũ.json").exists()


@pytest.fixture
def bare(tmp_path):
    """A checkout whose lock files ask for nothing, and a PATH with only what a shell needs."""
    for name in ("bin", "requirements", "src/duongthu/cli"):
        (tmp_path / "nhà" / name).mkdir(parents=True)
    home = tmp_path / "nhà"
    for name in ("duongthu", "environment.sh"):
        shutil.copy2(ROOT / "bin" / name, home / "bin" / name)
    for lock in ("run", "build"):
        (home / f"requirements/{lock}.lock").write_text("# nothing\n")
    (home / "src/duongthu/__init__.py").write_text("")
    (home / "src/duongthu/cli/__init__.py").write_text("")
    kernels = home / "src/duongthu/routing/kernels"
    kernels.mkdir(parents=True)
    for module in (kernels.parent / "__init__.py", kernels / "__init__.py", kernels / "building.py"):
        module.write_text("")
    (home / "src/duongthu/cli/__main__.py").write_text(
        "import sys; print('chạy', sys.argv[1:], sys.prefix)\n"
    )
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("sh", "dirname", "readlink", "cat", "cksum", "flock"):
        (tools / name).symlink_to(shutil.which(name))
    return home, tools


def test_a_machine_without_python_is_told_so(bare):
    """First contact with the program: one sentence, exit code 3."""
    home, tools = bare
    done = subprocess.run([home / "bin/duongthu"], env={"PATH": str(tools)}, capture_output=True, check=False)
    assert done.returncode == 3
    said = done.stderr.decode().strip()
    assert "Python từ 3.11" in said
    assert "\n" not in said


def test_a_python_without_venv_is_told_so(bare):
    """Debian ships Python without ensurepip: the package to install is named."""
    home, tools = bare
    fake = tools / "python3"
    fake.write_text('#!/bin/sh\ncase "$2" in *ensurepip*) exit 1 ;; esac\nexit 0\n')
    fake.chmod(0o755)
    done = subprocess.run([home / "bin/duongthu"], env={"PATH": str(tools)}, capture_output=True, check=False)
    assert done.returncode == 3
    assert "python3-venv" in done.stderr.decode()


@pytest.mark.slow
def test_the_first_call_builds_the_environment_and_the_next_does_not(bare, tmp_path):
    """From a fresh clone to the first answer with one command; a changed lock file is noticed."""
    home, tools = bare
    (tools / "python3").symlink_to(Path(sys.executable).resolve())
    environment = {"PATH": str(tools), "DUONGTHU_VENV": str(tmp_path / "môi trường")}

    def call():
        command = [home / "bin/duongthu", "verify", "một hai"]
        done = subprocess.run(command, env=environment, capture_output=True, check=False, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        assert "['verify', 'một hai']" in done.stdout
        assert str(tmp_path / "môi trường") in done.stdout
        return done.stderr

    assert "Chuẩn bị môi trường" in call()
    assert call() == ""
    (home / "requirements/run.lock").write_text("# still nothing\n")
    assert "requirements/run.lock" in call()
