// Keeps the ticks of a list of documents in this browser only, so that a person can gather them over several days.
for (const list of document.querySelectorAll("[data-checklist]")) {
  const key = `checklist:${list.dataset.checklist}`;
  const boxes = [...list.querySelectorAll("input[type=checkbox]")];
  try {
    const ticked = new Set(JSON.parse(localStorage.getItem(key) ?? "[]"));
    for (const box of boxes) box.checked = ticked.has(box.value);
    list.addEventListener("change", () => {
      localStorage.setItem(key, JSON.stringify(boxes.filter((box) => box.checked).map((box) => box.value)));
    });
  } catch {
    // Storage refused by the browser: the list still works for this visit.
  }
}
