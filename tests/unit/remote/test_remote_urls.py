"""Which URLs of strangers are read at all: threat rows T46 and T52."""

import pytest

from issuer.errors import UnavailableError
from issuer.remote import Target, read_url

REFUSED = [
    # Disguised addresses: inet_aton reads most of them as 127.0.0.1 or 0.0.0.0.
    "https://127.0.0.1/",
    "https://127.1/",
    "https://0/",
    "https://0.0.0.0/",
    "https://0x7f.1/",
    "https://0x7f000001/",
    "https://2130706433/",
    "https://017700000001/",
    "https://0177.0.0.1/",
    "https://127.0.0.1.:443/",
    "https://0x7f.0x0.0x0.0x1/",
    "https://school.0x7f/",
    "https://school.127/",
    "https://[::]/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[fe80::1%25eth0]/",
    "https://①②⑦.⓪.⓪.①/",
    "https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
    "https://１２７.0.0.1/",  # noqa: RUF001 # confusable on purpose
    "https://127。0。0。1/",
    # Names that lead to this house.
    "https://localhost/",
    "https://LOCALHOST/",
    "https://app.localhost/",
    "https://metadata.google.internal/",
    "https://printer.local/",
    "https://1.0.0.127.in-addr.arpa/",
    "https://hidden.onion/",
    "https://intranet/",
    # User names and their like.
    "https://school.example@127.0.0.1/",
    "https://127.0.0.1@school.example/",
    "https://user:secret@school.example/",
    "https://@school.example/",
    "https://school.example%40evil.example/",
    "https://school.example%2eevil.example/",
    "https://school.example\\@evil.example/",
    "https:\\\\school.example/",
    "https://school.example\\.evil.example/",
    # Schemes.
    "http://school.example/",
    "http://localhost:8000/",
    "ftp://school.example/",
    "file:///etc/passwd",
    "gopher://school.example:70/_x",
    "data:application/json,{}",
    "javascript:alert(1)",
    "dict://school.example:11211/",
    "//school.example/",
    "school.example/",
    "https:school.example/",
    "https:/school.example/",
    "https:///school.example/",
    "https:////school.example/",
    "view-source:https://school.example/",
    # Ports.
    "https://school.example:80/",
    "https://school.example:22/",
    "https://school.example:8443/",
    "https://school.example:0/",
    "https://school.example:0443/",
    "https://school.example:99999/",
    "https://school.example:/",
    "https://school.example:443:443/",
    "https://school.example:+443/",
    "https://school.example:٤٤٣/",
    # Host names.
    "https:///",
    "https://.school.example/",
    "https://school..example/",
    "https://school.example./",
    "https://-school.example/",
    "https://school-.example/",
    "https://sch_ool.example/",
    "https://schule-zürich.example/",
    "https://" + "a" * 64 + ".example/",
    "https://" + "a." * 127 + "example/",
    # The rest, and whatever a parser may mend or split at.
    "https://school.example/a#b",
    "https://school.example#@evil.example/",
    "https://school.example/a b",
    "https://school.example/a\tb",
    "https://school.example/a\r\nHost: evil.example",
    "https://school.example/\x00",
    "https://school.example/%00",
    "https://school.example/%0d%0aX: y",
    "https://school.example/%7f",
    "https://school.example/%zz",
    "https://school.example/%",
    "https://school.example//evil.example/",
    "https://school.example/a/../b",
    "https://school.example/a/%2e%2e/b",
    "https://school.example/./a",
    "https://school.example/ä",
    'https://school.example/"',
    "https://school.example/<a>",
    "https://school.example/{a}",
    " https://school.example/",
    "https://school.example/\n",
    "https://school.example/" + "a" * 4_096,
    "",
]
READ = [
    ("https://school.example/", "https://school.example/"),
    ("https://school.example", "https://school.example/"),
    ("https://school.example?q=1", "https://school.example/?q=1"),
    ("HTTPS://School.Example/Badge", "https://school.example/Badge"),
    ("https://school.example:443/x", "https://school.example:443/x"),
    ("https://xn--schule-zrich-llb.example/", "https://xn--schule-zrich-llb.example/"),
    ("https://a.b.c.example/a/b.json?x=1&y=%20", "https://a.b.c.example/a/b.json?x=1&y=%20"),
    ("https://school.example/a//b/..c/.d", "https://school.example/a//b/..c/.d"),
    ("https://3rooms.example/@a/~b:c", "https://3rooms.example/@a/~b:c"),
]


@pytest.mark.parametrize("url", REFUSED)
def test_T46_url_with_a_trick_in_it_is_refused(url: str) -> None:  # noqa: N802 # row id
    """Whatever two parsers might read in two ways is not read at all."""
    with pytest.raises(UnavailableError) as caught:
        read_url(url)

    assert "url" == caught.value.code


@pytest.mark.parametrize(("url", "expected"), READ)
def test_plain_https_url_is_read_as_it_is_sent(url: str, expected: str) -> None:
    """Only scheme and host change, to lower case, and an empty path becomes a slash."""
    assert expected == read_url(url).url


def test_port_of_the_allow_list_is_read() -> None:
    """An operator may allow a further port."""
    expected = Target(url="https://school.example:8443/", host="school.example", port=8443)

    assert expected == read_url("https://school.example:8443/", ports=(443, 8443))


def test_http_to_the_own_host_is_read_in_development() -> None:
    """The setting opens localhost with a port, and the sentence may name both."""
    target = read_url("http://localhost:8000/did.json", allow_loopback_http=True)

    assert (True, "localhost:8000") == (target.is_loopback_http, target.shown)


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/",
        "http://127.0.0.1:8000/",
        "http://[::1]:8000/",
        "http://school.example:8000/",
        "http://localhost.school.example:8000/",
        "http://localhost:0/",
        "http://localhost:70000/",
        "https://localhost:8000/",
    ],
)
def test_development_setting_opens_nothing_else(url: str) -> None:
    """No other host and no other spelling comes in with localhost."""
    with pytest.raises(UnavailableError) as caught:
        read_url(url, allow_loopback_http=True)

    assert "url" == caught.value.code
