"""The camera on /verify in real Chromium: it films our QR code; every button works by keyboard.

Chromium has no reader of codes on Linux, so the page is given one in the browser's place: it takes
the very frame of the video and reads it with the library that the server uses.
"""

import base64
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from issuer import images
from issuer.errors import MalformedError
from tests.browser.conftest import Launch
from tests.schooling import BASE as OURS
from tests.schooling import School

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

_SIZE = (640, 480)
#: A browser's reader of codes; `readCode` is offered by the test.
_READER = """window.BarcodeDetector = class {
    static async getSupportedFormats() { return ['ean_13', 'qr_code']; }
    constructor(options) { this.formats = options.formats; }
    async detect(video) {
        const canvas = document.createElement('canvas');
        [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
        canvas.getContext('2d').drawImage(video, 0, 0);
        const text = await window.readCode(canvas.toDataURL('image/png'));
        return text === null ? [] : [{ rawValue: text, format: this.formats[0] }];
    }
};"""
#: Remembers each camera that the page opens, to ask later whether it still runs.
_CAMERAS = """window.cameras = [];
const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (wanted) => {
    if (window.before) await window.before;
    const stream = await open(wanted);
    window.cameras.push(...stream.getTracks());
    return stream;
};"""
_REFUSING = (
    "navigator.mediaDevices.getUserMedia ="
    " async () => {{ throw new DOMException('x', '{name}'); }};"
)
_RUNNING = "window.cameras.map((track) => track.readyState)"
_AXE = "async () => (await axe.run()).violations.map((v) => v.id)"

Scan = Callable[..., Page]


def film(text: str) -> bytes:
    """Return one frame of a QR code on a grey table, as a film in YUV4MPEG2."""
    picture = Image.new("L", _SIZE, 190)
    code = Image.open(io.BytesIO(images.qr_png(text))).convert("L").resize((380, 380))
    picture.paste(code, (130, 50))
    colourless = b"\x80" * (_SIZE[0] * _SIZE[1] // 2)
    head = f"YUV4MPEG2 W{_SIZE[0]} H{_SIZE[1]} F10:1 Ip A1:1 C420jpeg\n".encode()
    return head + b"FRAME\n" + picture.tobytes() + colourless


def read_code(address: str) -> str | None:
    """Read the code in a frame that comes as a `data:` address, as a browser's reader would."""
    try:
        return images.read_qr(base64.b64decode(address.partition(",")[2]))
    except MalformedError:
        return None


@pytest.fixture(scope="module")
def filming(
    launch: Launch, school: School, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    """Start a browser whose camera films the QR code of Osprey's badge."""
    file = tmp_path_factory.mktemp("film") / "code.y4m"
    file.write_bytes(film(f"{OURS}/credentials/{school.ids['badge of osprey']}"))
    chromium = launch(
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={file}",
    )
    yield chromium
    chromium.close()


@pytest.fixture
def complaints() -> list[str]:
    """Return a list that fills with what the browser complains of."""
    return []


@pytest.fixture
def scan(filming: Browser, school_site: str, complaints: list[str]) -> Iterator[Scan]:
    """Open /verify with a reader of codes; `read` is what it reads in a frame."""
    contexts = []

    def open_page(
        read: Callable[[str], str | None] = read_code, *scripts: str, **options: Any
    ) -> Page:
        context = filming.new_context(viewport={"width": 390, "height": 844}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.expose_function("readCode", read)
        for script in (_CAMERAS, _READER, *scripts):
            page.add_init_script(script)
        page.goto(f"{school_site}/verify")
        return page

    yield open_page
    for context in contexts:
        context.close()


def see_nothing(_frame: str) -> None:
    """Read no code in any frame."""


def start(page: Page) -> None:
    """Switch the camera on, by keyboard, and wait until it films."""
    page.locator("#scan-start").press("Enter")
    expect(page.get_by_role("status")).to_have_text(
        "The camera is on. Hold the QR code of the badge in front of it."
    )
    assert not page.locator("#scan-start").is_visible()


def test_code_before_the_camera_leads_to_the_report(
    scan: Scan, school: School, complaints: list[str]
) -> None:
    """From the printed sheet to the answer with one button; the policy of the page allows it."""
    page = scan()
    page.get_by_role("button", name="Scan a QR code with the camera").click()
    expect(page.locator(".banner .headline")).to_have_text("This badge is valid.")

    assert page.get_by_text(school.ids["badge of osprey"]).count() >= 1
    assert [] == complaints


@pytest.mark.parametrize(
    "script",
    [
        "delete window.BarcodeDetector;",
        "window.BarcodeDetector.getSupportedFormats = async () => ['ean_13'];",
        "window.BarcodeDetector.getSupportedFormats = async () => { throw new Error('x'); };",
        "Object.defineProperty(navigator, 'mediaDevices', { value: undefined });",
    ],
    ids=["no reader", "no QR codes", "a broken reader", "no camera interface"],
)
def test_nothing_is_offered_that_cannot_work(
    scan: Scan, complaints: list[str], script: str
) -> None:
    """The button appears only where the browser can read codes."""
    # What the script asks is answered at once here, so by the load event it has decided.
    page = scan(see_nothing, script)

    assert not page.locator("#scan").is_visible()
    assert page.get_by_role("button", name="Check this address").is_visible()
    assert [] == complaints


@pytest.mark.parametrize("way", ["button", "Escape"])
def test_camera_is_switched_off_by_keyboard(scan: Scan, way: str) -> None:
    """The focus goes in, out and back; the camera's light goes out at once."""
    page = scan(see_nothing)
    start(page)
    focused = page.evaluate("document.activeElement.id")
    page.keyboard.press("Enter" if way == "button" else way)
    expect(page.get_by_role("status")).to_have_text("The camera is off.")

    assert ("scan-stop", "scan-start") == (focused, page.evaluate("document.activeElement.id"))
    assert ["ended"] == page.evaluate(_RUNNING)
    assert not page.locator("#scan-video").is_visible()


def test_camera_can_be_used_again(scan: Scan) -> None:
    """Off and on: a second camera runs, the first one does not."""
    page = scan(see_nothing)
    start(page)
    page.keyboard.press("Escape")
    start(page)
    assert ["ended", "live"] == page.evaluate(_RUNNING)


def test_camera_stops_when_the_page_is_out_of_sight(scan: Scan) -> None:
    """Nobody is filmed by a tab in the background."""
    page = scan(see_nothing)
    start(page)
    page.evaluate("Object.defineProperty(document, 'hidden', { value: true })")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert ["ended"] == page.evaluate(_RUNNING)


def _wait(page: Page, condition: str) -> None:
    """Wait up to ten seconds; the page's policy forbids the driver to ask from within the page."""
    for _ in range(200):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never true: {condition}")


def test_camera_that_comes_too_late_is_stopped(scan: Scan) -> None:
    """Whoever cancels while the browser still asks is not filmed afterwards."""
    slow = "window.before = new Promise((go) => { window.go = go; });"
    page = scan(see_nothing, slow)
    page.locator("#scan-start").press("Enter")
    expect(page.locator("#scan-stop")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("status")).to_have_text("The camera is off.")
    page.evaluate("() => { window.go(); }")
    _wait(page, "window.cameras.length === 1")
    _wait(page, "window.cameras[0].readyState === 'ended'")

    expect(page.get_by_role("status")).to_have_text("The camera is off.")
    expect(page.locator("#scan-start")).to_be_visible()


def test_camera_that_is_unplugged_is_told(scan: Scan) -> None:
    """A cable comes loose: the page says so and offers to start again."""
    page = scan(see_nothing)
    start(page)
    page.evaluate("window.cameras[0].dispatchEvent(new Event('ended'))")
    expect(page.get_by_role("status")).to_have_text("The camera was switched off.")


@pytest.mark.parametrize(
    "code",
    ["hello", "javascript:alert(1)", "ftp://h.example/x", "https://h.example/" + "x" * 5_000],
    ids=["text", "script", "another scheme", "too long"],
)
def test_code_that_is_no_address_is_told_and_not_sent(scan: Scan, code: str) -> None:
    """The scan goes on; nothing is sent, nothing is opened."""
    page = scan(lambda _frame: code)
    page.locator("#scan-start").press("Enter")
    expect(page.get_by_role("status")).to_have_text(
        "This code holds no address. Show the code of a badge."
    )
    assert ["live"] == page.evaluate(_RUNNING)
    assert "" == page.locator("#url").input_value()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("NotAllowedError", "The camera was not allowed."),
        ("NotFoundError", "There is no camera here."),
        ("NotReadableError", "Another program uses the camera."),
        ("AbortError", "The camera could not be opened."),
    ],
)
def test_refused_camera_is_told_with_what_to_do(scan: Scan, name: str, sentence: str) -> None:
    """Each of the browser's refusals has a sentence, and the other ways are still there."""
    page = scan(see_nothing, _REFUSING.format(name=name))
    page.locator("#scan-start").press("Enter")
    expect(page.get_by_role("status")).to_contain_text(sentence)
    assert "scan-start" == page.evaluate("document.activeElement.id")


@pytest.mark.parametrize(
    ("script", "read", "sentence"),
    [
        ("", see_nothing, "La cámara está encendida. Pon delante el código QR de la insignia."),
        ("", lambda _frame: "hello", "Este código no contiene ninguna dirección."),
        (_REFUSING.format(name="NotAllowedError"), see_nothing, "No se permitió la cámara."),
        (_REFUSING.format(name="AbortError"), see_nothing, "No se pudo abrir la cámara."),
    ],
    ids=["on", "no address", "not allowed", "not opened"],
)
def test_script_says_what_the_page_gave_it_to_say(
    scan: Scan,
    complaints: list[str],
    script: str,
    read: Callable[[str], str | None],
    sentence: str,
) -> None:
    """On the Spanish page everything that the camera says is Spanish, to the last word."""
    page = scan(read, script, locale="es-MX")
    page.locator("#scan-start").press("Enter")
    expect(page.get_by_role("status")).to_contain_text(sentence)
    if page.locator("#scan-stop").is_visible():
        page.keyboard.press("Escape")
        expect(page.get_by_role("status")).to_have_text("La cámara está apagada.")

    assert [] == complaints


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_while_the_camera_is_on(
    scan: Scan, axe: str, tmp_path: Path, scheme: str
) -> None:
    """Names, contrast and order hold with the camera as without; targets are large enough."""
    page = scan(see_nothing, bypass_csp=True, color_scheme=scheme)
    start(page)
    page.screenshot(path=tmp_path / f"camera-{scheme}.png", full_page=True)
    page.evaluate(axe)

    assert [] == page.evaluate(_AXE)
    box = page.locator("#scan-stop").bounding_box()
    assert box is not None
    assert box["height"] >= 44
