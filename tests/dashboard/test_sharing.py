"""Who may see the page: addresses, the password, and what each answer tells a browser."""

import base64
import gzip
import hashlib
import logging
import re
import socket
from functools import partial

import pytest
from in_a_loop import run
from tornado.httpclient import AsyncHTTPClient
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler, authenticated

from glasscope.dashboard.page.files import BOKEH, Files, files
from glasscope.dashboard.sharing import login
from glasscope.dashboard.sharing.addresses import check_free, for_the_board, host_of, hosts_of
from glasscope.dashboard.sharing.guard import _Refusal, guard
from glasscope.dashboard.sharing.headers import SecurityHeaders
from glasscope.dashboard.sharing.login import COOKIE, PasswordLogin, password_in
from glasscope.dashboard.sharing.sharing import Sharing
from glasscope.dashboard.wire.received import LARGEST, LARGEST_MESSAGE, content_of
from glasscope.engine import GlassError


class Page(RequestHandler):
    """Stands for the page."""

    content = "<p>page</p>"

    def get(self):
        self.write(self.content)

    post = get


def ask(application, *requests, host=None):
    """The answers of a server to some requests, each a path and options of the client."""

    async def go():
        (listening,) = bind_sockets(0, "127.0.0.1")
        port = listening.getsockname()[1]
        server = HTTPServer(application)
        server.add_sockets([listening])
        answers = []
        for path, options in requests:
            headers = {"Host": host} if host else {}
            options = {"follow_redirects": False, "raise_error": False} | options
            options["headers"] = headers | options.get("headers", {})
            answers.append(await AsyncHTTPClient().fetch(f"http://127.0.0.1:{port}{path}", **options))
        server.stop()
        return answers

    return run(go())


# addresses -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "host"),
    [
        ("https://glass.example.org", "glass.example.org"),
        ("https://Glass.Example.org:443/", "glass.example.org"),
        ("http://10.0.0.3:5006", "10.0.0.3:5006"),
        ("http://glass:80", "glass"),
        ("glass.example.org:8443", "glass.example.org:8443"),
        (" localhost ", "localhost"),
    ],
)
def test_an_origin_is_read_as_browsers_say_it(given, host):
    assert host_of(given) == host


@pytest.mark.parametrize(
    "given",
    ["", "*", "https://*.example.org", "ftp://example.org", "a.org/glass", "a b", "host:port", "host:0", "[::1]:5"],
)
def test_what_is_no_origin_is_refused_by_the_name_of_the_option(given):
    with pytest.raises(GlassError, match=r"--origin .*(expected HOST|every site)"):
        host_of(given)


def test_alone_the_page_answers_to_this_machine_only():
    assert hosts_of("localhost", 5006) == ("localhost:5006", "127.0.0.1:5006")
    assert for_the_board("localhost", 5006, "") == []


def test_on_all_addresses_it_answers_to_those_of_this_machine_and_not_to_any():
    hosts = Sharing(origins=("https://glass.example.org",)).options("0.0.0.0", 5006)["websocket_origin"]
    assert "*" not in "".join(hosts)
    assert {"localhost:5006", "127.0.0.1:5006", "glass.example.org"} < set(hosts)
    for host in for_the_board("0.0.0.0", 5006, "/glass"):
        assert re.fullmatch(r"http://[a-z0-9.-]+:5006/glass/", host)
        assert "127.0.0.1" not in host


def test_a_port_that_cannot_be_had_is_told_with_the_option():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(OSError, match=f"^port {port} is in use; choose another one with --port$"):
            check_free("localhost", port)
    check_free("localhost", port)
    for address in ("192.0.2.77", "no.such.name.invalid", "x" * 80):
        with pytest.raises(OSError, match=r"is no address of this machine; choose another one with --address$"):
            check_free(address, port)


# who comes by another address ------------------------------------------------------------------------------------


def test_another_address_gets_a_sentence_and_the_log_the_option(caplog):
    application = Application([("/", Page)])
    guard(application, ["localhost:5006", "glass.example.org"])
    _Refusal.told.clear()
    html = {"headers": {"Accept": "text/html"}}
    from_other = {"headers": {"Accept": "text/html", "Origin": "http://<b>other"}}
    with caplog.at_level(logging.WARNING):
        page, again, words = ask(application, ("/", html), ("/", html), ("/", {}), host="other:1")
        (other,) = ask(application, ("/", from_other), host="localhost:5006")
    assert [page.code, again.code, words.code, other.code] == [403, 403, 403, 403]
    assert "asked for as other:1, and was started for localhost:5006, glass.example.org" in page.body.decode()
    assert words.body.decode().endswith("start it with glasscope serve --origin other:1")
    assert "--origin &lt;b&gt;other" in other.body.decode()
    told = [record for record in caplog.records if "--origin other:1" in record.getMessage()]
    assert len(told) == 1  # however often it is asked


def test_a_page_from_another_site_is_refused_though_it_asks_the_right_host():
    application = Application([("/", Page)])
    guard(application, ["localhost:5006", "glass.example.org"])
    origins = ["http://evil.example", "https://glass.example.org", "null", "http://localhost:5006"]
    asked = [("/", {"method": "POST", "body": "", "headers": {"Origin": origin}}) for origin in origins]
    assert [answer.code for answer in ask(application, *asked, host="localhost:5006")] == [403, 200, 403, 200]
    (page,) = ask(application, ("/", {}), host="glass.example.org")
    assert page.body == b"<p>page</p>"


def test_the_script_for_other_sites_makes_no_session():
    application = Application([("/autoload.js", Page), ("/glass/autoload.js", Page)])
    guard(application, ["localhost:5006"])
    answers = ask(application, ("/autoload.js", {}), ("/glass/autoload.js", {}), host="localhost:5006")
    assert [answer.code for answer in answers] == [404, 404]


# headers ---------------------------------------------------------------------------------------------------------


def headers_of(content, embed=()):
    class Own(Page):
        pass

    Own.content = content
    (answer,) = ask(Application([("/", Own)], transforms=[partial(SecurityHeaders, embed=embed)]), ("/", {}))
    return answer.headers


def policy_of(headers):
    return {name: value.split() for name, *value in (part.split(" ", 1) for part in _parts(headers)) for value in value}


def _parts(headers):
    return [part.strip() for part in headers["Content-Security-Policy"].split(";")]


def test_only_what_the_server_wrote_runs_and_nothing_comes_from_elsewhere():
    page = (
        '<script>one()</script><script src="page.js"></script>'
        '<script type="application/json">{}</script>\n<script type="text/javascript">\n two() </script>'
    )
    headers = headers_of(page)
    policy = policy_of(headers)
    digests = [base64.b64encode(hashlib.sha256(code).digest()).decode() for code in (b"one()", b"\n two() ")]
    assert policy["script-src"] == ["'self'", *(f"'sha256-{each}'" for each in digests)]
    assert policy["default-src"] == ["'none'"]
    assert policy["frame-ancestors"] == ["'none'"]
    sources = {source for values in policy.values() for source in values}
    assert not [source for source in sources if "//" in source or "*" in source or "eval" in source]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "Server" not in headers


def test_frames_are_for_the_sites_that_were_named():
    headers = headers_of("page", embed=("https://example.org",))
    assert policy_of(headers)["frame-ancestors"] == ["'self'", "https://example.org"]
    assert "X-Frame-Options" not in headers


# files -----------------------------------------------------------------------------------------------------------


def test_files_come_packed_and_are_kept():
    own = files()
    address = f"/{own.address}/{BOKEH}"
    packed, plain, missing = ask(
        Application([own.route()]),
        (address, {"headers": {"Accept-Encoding": "gzip"}, "decompress_response": False}),
        (address, {"decompress_response": False}),
        (f"/{own.address}/../app.py", {}),
    )
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert b"Bokeh" in plain.body[:3000]
    assert len(packed.body) < len(plain.body) / 3
    for answer in (packed, plain):
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
        assert "immutable" in answer.headers["Cache-Control"]
    assert missing.code == 404


def test_the_address_of_files_changes_with_their_content():
    one = Files([("a.js", b"1"), ("b.js", b"2")])
    assert Files([("b.js", b"2"), ("a.js", b"1")]).address == one.address
    others = [[("a.js", b"2"), ("b.js", b"1")], [("a.js", b"1"), ("c.js", b"2")], [("a.js", b"1")]]
    assert len({one.address, *(Files(contents).address for contents in others)}) == 4


# the password ----------------------------------------------------------------------------------------------------


@pytest.fixture
def locked(monkeypatch):
    """A page behind a password: its application."""
    monkeypatch.setattr(login, "_PAUSE", 0.0)
    provider = PasswordLogin("open sesame", b"secret", "/glass", secure=False)

    class Locked(Page):
        def get_current_user(self):
            return provider.get_user(self)

        @authenticated
        def get(self):
            super().get()

    patterns = [("/glass/", Locked), ("/glass/login", provider.login_handler)]
    return Application(patterns, cookie_secret="cookies", login_url="/glass/login")


def test_the_password_opens_the_page_and_nothing_else_does(locked):
    page = "/glass/?room=side"
    form = {"method": "POST", "headers": {"Content-Type": "application/x-www-form-urlencoded"}}
    before, form_shown, wrong, right = ask(
        locked,
        (page, {}),
        ("/glass/login?next=%2Fglass%2F%3Froom%3Dside", {}),
        ("/glass/login", form | {"body": "password=open"}),
        ("/glass/login?next=https%3A%2F%2Fevil.example%2F%3Froom%3Dside", form | {"body": "password=open+sesame"}),
    )
    assert (before.code, before.headers["Location"]) == (302, "/glass/login?next=%2Fglass%2F%3Froom%3Dside")
    assert b'type="password"' in form_shown.body
    assert (wrong.code, "Set-Cookie" in wrong.headers) == (403, False)
    assert b"That is not the password." in wrong.body
    assert (right.code, right.headers["Location"]) == (302, "/glass/?room=side")  # never another site
    cookie = right.headers["Set-Cookie"]
    assert all(word in cookie for word in (COOKIE, "HttpOnly", "Path=/glass", "SameSite=lax"))
    held = cookie.split(";")[0]
    forged = held[:-4] + ("aaaa" if held[-4:] != "aaaa" else "bbbb")
    opened, refused = ask(locked, (page, {"headers": {"Cookie": held}}), (page, {"headers": {"Cookie": forged}}))
    assert (opened.code, refused.code) == (200, 302)


def test_another_password_lets_nobody_in_who_came_by_the_old_one():
    one, other = (PasswordLogin(word, b"secret", "/", False) for word in ("open sesame", "open barley"))

    class Visitor:
        def get_signed_cookie(self, _):
            return one._mark.encode()

    assert one.get_user(Visitor()) == "visitor"
    assert other.get_user(Visitor()) is None


def test_guessing_is_slowed_down_for_all_who_guess(locked, monkeypatch):
    monkeypatch.setattr(login, "_MOST_WRONG", 0)
    form = {"method": "POST", "headers": {"Content-Type": "application/x-www-form-urlencoded"}}
    wrong, right = ask(
        locked,
        ("/glass/login", form | {"body": "password=a"}),
        ("/glass/login", form | {"body": "password=open+sesame"}),
    )
    assert (wrong.code, right.code) == (429, 302)


def test_a_password_file_holds_one_line(tmp_path):
    file = tmp_path / "password.txt"
    file.write_text("open sesame\n")
    assert password_in(str(file)) == "open sesame"
    for content in ("", "short\n", "two lines\nof words\n"):
        file.write_text(content)
        with pytest.raises(GlassError, match=r"--password-file .*one line, a password of at least 8 characters"):
            password_in(str(file))
    with pytest.raises(GlassError, match="cannot be read"):
        password_in(str(tmp_path / "none.txt"))


# all of it as options --------------------------------------------------------------------------------------------


def test_sessions_are_signed_with_a_secret_of_this_server_alone(monkeypatch):
    monkeypatch.delenv("BOKEH_SECRET_KEY", raising=False)
    one, other = (Sharing().options("localhost", 5006) for _ in range(2))
    assert one["sign_sessions"]
    assert len(one["secret_key"]) >= 32
    assert one["secret_key"] != other["secret_key"]
    assert one["cookie_secret"] != other["cookie_secret"]
    monkeypatch.setenv("BOKEH_SECRET_KEY", "of several processes")
    one, other = (Sharing().options("localhost", port) for port in (5006, 5007))
    assert one["secret_key"] == other["secret_key"] == b"of several processes"
    assert one["cookie_secret"] == other["cookie_secret"] != "of several processes"


@pytest.mark.parametrize(
    ("sharing", "words"),
    [
        (Sharing(prefix="/a b"), "--prefix /a b: expected a path such as /glass"),
        (Sharing(prefix="/a/../b?"), "--prefix"),
        (Sharing(embed=("*",)), r"--embed \*: expected a site such as https://example.org"),
        (Sharing(embed=("https://example.org; script-src *",)), "--embed"),
        (Sharing(oauth_provider="nobody"), "--oauth-provider nobody: expected one of .*github"),
        (Sharing(oauth_provider="github"), "needs PANEL_OAUTH_KEY and PANEL_OAUTH_SECRET"),
        (Sharing(oauth_provider="github", password_file="x"), "give one of them"),
    ],
)
def test_what_cannot_be_is_told_by_the_name_of_the_option(sharing, words, monkeypatch):
    for name in ("PANEL_OAUTH_KEY", "PANEL_OAUTH_SECRET"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(GlassError, match=words):
        sharing.options("localhost", 5006)


def test_who_comes_may_be_left_to_a_provider_that_panel_knows(monkeypatch):
    monkeypatch.setenv("PANEL_OAUTH_KEY", "key")
    monkeypatch.setenv("PANEL_OAUTH_SECRET", "secret")
    options = Sharing(oauth_provider="github").options("localhost", 5006)
    assert (options["oauth_provider"], options["oauth_key"], options["oauth_secret"]) == ("github", "key", "secret")
    assert len(options["cookie_secret"]) == 64


def test_a_prefix_is_a_path_however_it_is_written():
    assert {Sharing(prefix=given).path() for given in ("glass", "/glass", "/glass/")} == {"/glass"}
    assert {Sharing(prefix=given).path() for given in ("", "/")} == {""}


# the size of what is sent ----------------------------------------------------------------------------------------


def test_the_largest_file_fits_into_a_message_and_a_larger_one_is_refused_before_it_is_decoded():
    whole = base64.b64encode(bytes(LARGEST)).decode()
    assert len(whole) + 2**16 < LARGEST_MESSAGE == Sharing().options("localhost", 5006)["websocket_max_message_size"]
    assert len(content_of("a.npz", whole)) == LARGEST
    with pytest.raises(GlassError, match=r"a\.npz is larger than 16 MB"):
        content_of("a.npz", whole + "!!!!")
