// Files of a piece of work: drop them on the form, and see how far each one is. What somebody
// writes on the page is kept in this tab until it is added. Without this script the forms work as
// they are. Nothing is sent anywhere but to the form's own address.
"use strict";

(() => {
  const form = document.getElementById("upload");
  const input = document.getElementById("files");
  if (form === null || input === null) return;

  const words = form.dataset;
  const button = form.querySelector("button[type=submit]");
  const said = document.createElement("p");
  const list = document.createElement("ul");
  const drop = document.createElement("p");
  said.setAttribute("role", "status");
  list.className = "sending";
  drop.className = "drop";
  drop.textContent = words.drop;
  input.after(drop, said, list);

  const choose = (files) => {
    const all = new DataTransfer();
    for (const file of files) all.items.add(file);
    input.files = all.files;
    said.textContent = [...input.files].map((file) => file.name).join(", ");
  };
  const over = (is) => form.classList.toggle("dropping", is);
  form.addEventListener("dragover", (event) => { event.preventDefault(); over(true); });
  form.addEventListener("dragleave", () => over(false));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    if (event.dataTransfer.files.length > 0) choose([...input.files, ...event.dataTransfer.files]);
  });

  const rowOf = (file) => {
    const row = document.createElement("li");
    const name = document.createElement("span");
    const state = document.createElement("span");
    const bar = document.createElement("progress");
    name.textContent = `${file.name}: `;
    state.textContent = words.waiting;
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", `${words.wait}: ${file.name}`);
    row.append(name, state, bar);
    list.append(row);
    return { row, state, bar };
  };

  const dataOf = (file, alone) => {
    const data = new FormData(form);
    const title = data.get("title").trim();
    data.delete("files");
    data.append("files", file);
    if (title !== "" && !alone) data.set("title", `${title}: ${file.name}`);
    return data;
  };

  // Resolves to nothing when the file is saved, or to the sentence that says why it is not.
  const send = (file, alone, shown) => new Promise((done) => {
    const sending = new XMLHttpRequest();
    sending.open("POST", form.action);
    sending.responseType = "document";
    sending.upload.addEventListener("progress", (step) => {
      if (!step.lengthComputable) return;
      shown.bar.value = Math.round((100 * step.loaded) / step.total);
      shown.state.textContent = `${shown.bar.value} %`;
    });
    sending.addEventListener("load", () => {
      if (sending.status < 400) { done(""); return; }
      const why = sending.response?.querySelector("main .fault, .errand .lead");
      done(why?.textContent ?? words.broken);
    });
    sending.addEventListener("error", () => done(words.broken));
    sending.send(dataOf(file, alone));
  });

  const show = (shown, why) => {
    shown.bar.remove();
    shown.state.textContent = why === "" ? words.saved : "";
    if (why === "") return;
    const fault = document.createElement("p");
    fault.className = "fault";
    fault.setAttribute("role", "alert");
    fault.textContent = why;
    shown.row.replaceChildren(fault);
  };

  const back = () => {
    // Only another query loads the page again; the part behind # alone would not.
    location.assign(`${location.pathname}?${Date.now()}#pieces`);
  };

  form.addEventListener("submit", async (event) => {
    const files = [...input.files];
    if (files.length === 0) return;
    event.preventDefault();
    list.replaceChildren();
    said.textContent = words.wait;
    button.disabled = true;
    const rows = files.map(rowOf);
    let failed = 0;
    for (const [at, file] of files.entries()) {
      const why = await send(file, files.length === 1, rows[at]);
      show(rows[at], why);
      if (why !== "") failed += 1;
    }
    button.disabled = false;
    input.value = "";
    said.textContent = "";
    if (failed === 0) { back(); return; }
    if (failed < files.length) {
      const look = document.createElement("a");
      look.href = `${location.pathname}?${Date.now()}#pieces`;
      look.textContent = words.look;
      said.append(look);
    }
  });

  // What is written stays in this tab: it ends with it, and with signing out.
  for (const area of document.querySelectorAll("main textarea[name]")) {
    const key = `issuer ${location.pathname} ${area.name}`;
    const kept = sessionStorage.getItem(key);
    const note = document.createElement("p");
    note.className = "soft small";
    note.setAttribute("role", "status");
    area.after(note);
    if (kept !== null && area.value === "") {
      area.value = kept;
      note.textContent = words.kept;
    }
    // Not "change": that comes as one presses the button, which the note would push away.
    area.addEventListener("input", () => {
      sessionStorage.setItem(key, area.value);
      note.textContent = area.value === "" ? "" : words.kept;
    });
    area.form.addEventListener("submit", () => sessionStorage.removeItem(key));
  }
  for (const leaving of document.querySelectorAll('form[action="/sign-out"]')) {
    leaving.addEventListener("submit", () => sessionStorage.clear());
  }
})();
