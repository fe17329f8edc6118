// Live scan of a badge's QR code on /verify, by the browser's own BarcodeDetector. Without one, or
// without a camera, nothing on the page changes. No picture leaves the device: only the address in
// the code is sent, by the form that is there anyway.
"use strict";

(() => {
  const EVERY = 200; // milliseconds between two looks
  const REFUSED = {
    NotAllowedError: "The camera was not allowed. Allow it for this page, or type the address.",
    NotFoundError: "There is no camera here. Choose a photo of the code, or type the address.",
    NotReadableError: "Another program uses the camera. Close it, and try again.",
  };
  const OTHER = "The camera could not be opened. Choose a photo of the code, or type the address.";

  const part = (name) => document.getElementById(name);
  const [box, start, stop, view, video, said] =
    ["scan", "scan-start", "scan-stop", "scan-view", "scan-video", "scan-said"].map(part);
  const field = part("url");
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
      close("Code found. The badge is being checked.");
      field.value = address;
      field.form.requestSubmit();
      return;
    }
    if (texts.length > 0) say("This code holds no address. Show the code of a badge.");
    timer = setTimeout(look, EVERY, mine);
  };

  const open = async () => {
    turn += 1;
    const mine = turn;
    start.hidden = true;
    view.hidden = false;
    stop.focus();
    say("The camera is opening.");
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
        if (mine === turn) close("The camera was switched off.");
      });
      video.srcObject = opened;
      await video.play();
    } catch (error) {
      if (mine === turn) close(REFUSED[error.name] ?? OTHER);
      return;
    }
    if (mine !== turn) return;
    say("The camera is on. Hold the QR code of the badge in front of it.");
    await look(mine);
  };

  const begin = async () => {
    if (!("BarcodeDetector" in window) || !navigator.mediaDevices?.getUserMedia) return;
    const formats = await BarcodeDetector.getSupportedFormats();
    if (!formats.includes("qr_code")) return;
    detector = new BarcodeDetector({ formats: ["qr_code"] });
    start.addEventListener("click", open);
    stop.addEventListener("click", () => close("The camera is off."));
    view.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close("The camera is off.");
    });
    // Nobody leaves a camera running that is out of sight.
    document.addEventListener("visibilitychange", () => {
      if (document.hidden && !view.hidden) close("The camera is off.");
    });
    window.addEventListener("pagehide", () => { if (!view.hidden) close(""); });
    box.hidden = false;
  };

  begin().catch(() => {});
})();
