// A file is sent as soon as it is chosen, as the label says; without this script the button beside it sends it.
for (const form of document.querySelectorAll("form[data-send-at-once]")) {
  const input = form.querySelector("input[type=file]");
  form.classList.add("sends-at-once");
  input.addEventListener("change", () => {
    if (!input.files.length) return;
    form.querySelector("[role=status]").hidden = false;
    form.classList.add("is-sending");
    form.requestSubmit();
  });
}
// Coming back by the browser's own button: another file may be chosen.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-send-at-once]")) {
    form.classList.remove("is-sending");
    form.querySelector("[role=status]").hidden = true;
  }
});
