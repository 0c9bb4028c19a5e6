// Comfort only: every page works without it.
"use strict";

// A filter marked data-auto is sent as soon as its choice changes; its button is then not needed.
for (const form of document.querySelectorAll("form[data-auto]")) {
  form.querySelector("button")?.setAttribute("hidden", "");
  form.addEventListener("change", () => form.requestSubmit());
}
