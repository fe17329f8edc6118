// Files of a piece of work: drop them on the form, and see how far they are. Without this script
// the form works as it is. Nothing is sent anywhere but to the form's own address.
"use strict";

(() => {
  const form = document.getElementById("upload");
  const input = document.getElementById("files");
  if (form === null || input === null) return;

  const said = document.createElement("p");
  said.setAttribute("role", "status");
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.hidden = true;
  bar.setAttribute("aria-label", form.dataset.wait);
  const drop = document.createElement("p");
  drop.className = "drop";
  drop.textContent = form.dataset.drop;
  input.after(drop, bar, said);

  const over = (is) => form.classList.toggle("dropping", is);
  form.addEventListener("dragover", (event) => { event.preventDefault(); over(true); });
  form.addEventListener("dragleave", () => over(false));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    if (event.dataTransfer.files.length === 0) return;
    input.files = event.dataTransfer.files;
    said.textContent = [...input.files].map((file) => file.name).join(", ");
  });

  const fail = (words) => {
    bar.hidden = true;
    said.className = "fault";
    said.textContent = words;
    form.querySelector("button[type=submit]").disabled = false;
  };

  form.addEventListener("submit", (event) => {
    if (input.files.length === 0) return;
    event.preventDefault();
    const sending = new XMLHttpRequest();
    sending.open("POST", form.action);
    sending.responseType = "document";
    sending.upload.addEventListener("progress", (step) => {
      if (!step.lengthComputable) return;
      bar.value = Math.round((100 * step.loaded) / step.total);
      said.textContent = `${form.dataset.wait}: ${bar.value} %`;
    });
    sending.addEventListener("load", () => {
      if (sending.status < 400) {
        location.assign(sending.responseURL);
        return;
      }
      const why = sending.response?.querySelector("main .fault, .errand .lead");
      fail(why?.textContent ?? form.dataset.broken);
    });
    sending.addEventListener("error", () => fail(form.dataset.broken));
    said.className = "";
    bar.hidden = false;
    form.querySelector("button[type=submit]").disabled = true;
    sending.send(new FormData(form));
  });
})();
