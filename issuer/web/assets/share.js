// Copy buttons on the page of a badge. Without this file the fields can be selected and copied by
// hand: nothing else on the page depends on it. It reads no other field and sends nothing.
"use strict";

(() => {
  if (!navigator.clipboard) return;

  for (const field of document.querySelectorAll(".copies > [readonly]")) {
    const button = document.createElement("button");
    const words = field.parentElement.dataset;
    const said = document.createElement("span");
    button.type = "button";
    button.className = "quiet";
    button.textContent = words.copy;
    button.setAttribute("aria-describedby", field.id);
    said.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(field.value);
        said.textContent = words.copied;
      } catch {
        field.focus();
        field.select();
        said.textContent = words.marked;
      }
    });
    field.addEventListener("focus", () => field.select());
    field.after(button, said);
  }
})();
