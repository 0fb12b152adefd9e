"""The shipped front: nginx with deploy/nginx.conf before the program, over real HTTPS on loopback."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from email.message import Message
from typing import NamedTuple

import pytest

from tests.architecture.reading import ROOT

NGINX = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
pytestmark = [
    pytest.mark.feature(142),
    pytest.mark.skipif(NGINX is None, reason="no nginx on this machine: apt-get install nginx-light"),
]


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: Message
    text: str


def free_port() -> int:
    """A port nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def certificate(folder):
    """A certificate of its own authority for localhost, and its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")]),
    )
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False).sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, plain)
    (folder / "key.pem").write_bytes(pem)


def configured(folder, plain, secure, inside):
    """The shipped file with this test's ports and certificate, in a whole nginx configuration."""
    site = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    site = re.sub(r"\n\s*listen \[::\]:\d+[^;]*;", "", site)
    for old, new in (
        ("listen 80;", f"listen 127.0.0.1:{plain};"), ("listen 443 ssl", f"listen 127.0.0.1:{secure} ssl"),
        ("127.0.0.1:8000", f"127.0.0.1:{inside}"), ("post.example.vn;", "localhost;"), ("https://$host$", f"https://$host:{secure}$"),
        ("/etc/letsencrypt/live/post.example.vn/fullchain.pem", str(folder / "cert.pem")),
        ("/etc/letsencrypt/live/post.example.vn/privkey.pem", str(folder / "key.pem")),
        ("proxy_set_header Host $host;", "proxy_set_header Host $http_host;"),
    ):  # fmt: skip
        assert old in site, old
        site = site.replace(old, new)
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = f"""daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 2048; }}
http {{ access_log off; {temporary} {site} }}"""
    (folder / "nginx.conf").write_text(whole, encoding="utf-8")
    return folder / "nginx.conf"


@pytest.fixture(scope="module")
def front(tmp_path_factory):
    """Nginx and the program behind it: the address, and a way to ask it that trusts its certificate."""
    folder = tmp_path_factory.mktemp("front")
    folder.chmod(0o755)
    certificate(folder)
    plain, secure, inside = free_port(), free_port(), free_port()
    environment = os.environ | {
        "DUONGTHU_DATA_DIR": str(folder / "data"), "DUONGTHU_HTTPS": "1", "DUONGTHU_HOSTS": f"localhost,localhost:{secure}",
        "PYTHONPATH": str(ROOT / "src"), "DUONGTHU_DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "duongthu.config.settings",
    }  # fmt: skip
    serve = [sys.executable, "-m", "duongthu.cli", "serve", "--port", str(inside), "--no-sealer"]
    started = [
        subprocess.Popen(serve, env=environment, stdout=subprocess.DEVNULL),
        subprocess.Popen(
            [
                NGINX,
                "-p",
                str(folder),
                "-e",
                str(folder / "error.log"),
                "-c",
                str(configured(folder, plain, secure, inside)),
            ]
        ),
    ]
    context = ssl.create_default_context(cafile=str(folder / "cert.pem"))

    class Unfollowed(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_args, **_kwargs):
            return None

    opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=context), Unfollowed)

    def ask(path, data=None, headers=None, *, url=f"https://localhost:{secure}", timeout=20):
        request = urllib.request.Request(url + path, data, headers or {})  # noqa: S310
        try:
            answer = opener.open(request, timeout=timeout)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return Answer(answer.status, answer.headers, answer.read().decode())

    ask.secure, ask.plain, ask.inside = secure, f"http://localhost:{plain}", f"http://127.0.0.1:{inside}"
    try:
        for _ in range(240):
            try:
                if ask("/tra-cuu/").status == 200:
                    break
            except OSError:
                pass
            time.sleep(0.5)
        else:
            pytest.fail((folder / "error.log").read_text())
        yield ask
    finally:
        for one in reversed(started):
            one.terminate()
            one.wait(30)


def test_pages_come_over_https_with_hsts_and_secure_cookies(front):
    """The browser is told to come back over HTTPS only, and keeps its cookies for HTTPS only."""
    answer = front("/dang-nhap/")
    assert answer.status == 200
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    cookies = answer.headers.get_all("Set-Cookie")
    assert cookies
    assert all("Secure" in one and one.startswith("__Host-") for one in cookies)
    assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["X-Request-ID"])


def test_plain_http_leads_to_https(front):
    """Nothing is served unencrypted, neither by the front nor by the program itself."""
    moved = front("/tra-cuu/?so=1", url=front.plain)
    assert (moved.status, moved.headers["Location"]) == (
        308,
        f"https://localhost:{front.secure}/tra-cuu/?so=1",
    )
    beside = front("/tra-cuu/", headers={"Host": "localhost"}, url=front.inside)
    assert beside.status == 301


def test_a_form_is_taken_from_our_own_pages_only(front):
    """Behind the front a sign-in is checked as anywhere (422, not 403); from another site it is refused."""
    page = front("/dang-nhap/")
    cookie = page.headers["Set-Cookie"].split(";")[0]
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text).group(1)
    body = f"user=ai&phrase=sai-bet-roi&csrfmiddlewaretoken={token}".encode()
    own = {"Cookie": cookie, "Referer": f"https://localhost:{front.secure}/dang-nhap/"}
    assert front("/dang-nhap/", body, own).status == 422
    assert front("/dang-nhap/", body, own | {"Referer": "https://evil.example/"}).status == 403


def test_a_client_cannot_say_where_it_comes_from(front):
    """The front overwrites what a client claims: fifty invented addresses are one address for the delay."""
    page = front("/dang-nhap/")
    cookie = page.headers["Set-Cookie"].split(";")[0]
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text).group(1)
    body = f"user=mot-nguoi&phrase=sai-bet-roi&csrfmiddlewaretoken={token}".encode()
    own = {"Cookie": cookie, "Referer": f"https://localhost:{front.secure}/"}
    answers = [front("/dang-nhap/", body, own | {"X-Forwarded-For": f"10.0.0.{n}"}) for n in range(9)]
    assert [answer.status for answer in answers][:5] == [422] * 5
    assert answers[-1].status == 429
    assert "Sai quá nhiều lần" in answers[-1].text, "the program's own delay, not the front's"


def test_an_unfinished_body_is_ended_by_the_front(front):
    """A form that never comes whole holds nothing after ten seconds, and tracking answers meanwhile."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    raw = [socket.create_connection(("127.0.0.1", front.secure), timeout=30) for _ in range(40)]
    slow = [context.wrap_socket(one, server_hostname="localhost") for one in raw]
    head = b"POST /tra-cuu/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 900\r\n\r\nu"
    for one in slow:
        one.sendall(head)
    began = time.monotonic()
    assert front("/tra-cuu/").status == 200
    assert time.monotonic() - began < 5
    slow[0].settimeout(25)
    told = slow[0].recv(200)
    assert told == b"" or b"408" in told
    for one in slow:
        one.close()
