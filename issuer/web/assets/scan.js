// Live scan of a badge's QR code on /verify, by the browser's own BarcodeDetector. Without one, or
// without a camera, nothing on the page changes. No picture leaves the device: only the address in
// the code is sent, by the form that is there anyway. What it says stands in the page.
"use strict";

(() => {
  const EVERY = 200; // milliseconds between two looks

  const part = (name) => document.getElementById(name);
  const [box, start, stop, view, video, said] =
    ["scan", "scan-start", "scan-stop", "scan-view", "scan-video", "scan-said"].map(part);
  const field = part("url");
  const words = box.dataset;
  const REFUSED = {
    NotAllowedError: words.notAllowed,
    NotFoundError: words.notFound,
    NotReadableError: words.notReadable,
  };
  let detector = null;
  let stream = null;
  let timer = 0;
  let turn = 0; // which scan this is: what an earlier one still has to say is not heard

  const say = (text) => { said.textContent = text; };

  const isAddress = (text) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    return url !== null && ["https:", "http:"].includes(url.protocol) && text.length <= field.maxLength;
  };

  const close = (words) => {
    turn += 1;
    clearTimeout(timer);
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
    video.srcObject = null;
    const had = view.contains(document.activeElement);
    view.hidden = true;
    start.hidden = false;
    if (had) start.focus();
    say(words);
  };

  const look = async (mine) => {
    let codes = [];
    try {
      codes = await detector.detect(video);
    } catch {
      // A frame that is not there yet; the next one will be.
    }
    if (mine !== turn) return;
    const texts = codes.map((code) => code.rawValue.trim());
    const address = texts.find(isAddress);
    if (address !== undefined) {
      close(words.found);
      field.value = address;
      field.form.requestSubmit();
      return;
    }
    if (texts.length > 0) say(words.noAddress);
    timer = setTimeout(look, EVERY, mine);
  };

  const open = async () => {
    turn += 1;
    const mine = turn;
    start.hidden = true;
    view.hidden = false;
    stop.focus();
    say(words.opening);
    try {
      const opened = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { facingMode: "environment" },
      });
      if (mine !== turn) {
        for (const track of opened.getTracks()) track.stop();
        return;
      }
      stream = opened;
      opened.getVideoTracks()[0].addEventListener("ended", () => {
        if (mine === turn) close(words.ended);
      });
      video.srcObject = opened;
      await video.play();
    } catch (error) {
      if (mine === turn) close(REFUSED[error.name] ?? words.notOpened);
      return;
    }
    if (mine !== turn) return;
    say(words.on);
    await look(mine);
  };

  const begin = async () => {
    if (!("BarcodeDetector" in window) || !navigator.mediaDevices?.getUserMedia) return;
    const formats = await BarcodeDetector.getSupportedFormats();
    if (!formats.includes("qr_code")) return;
    detector = new BarcodeDetector({ formats: ["qr_code"] });
    start.addEventListener("click", open);
    stop.addEventListener("click", () => close(words.off));
    view.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close(words.off);
    });
    // Nobody leaves a camera running that is out of sight.
    document.addEventListener("visibilitychange", () => {
      if (document.hidden && !view.hidden) close(words.off);
    });
    window.addEventListener("pagehide", () => { if (!view.hidden) close(""); });
    box.hidden = false;
  };

  begin().catch(() => {});
})();
