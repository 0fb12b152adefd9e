// The stops of a round: X marks the row in focus, marked rows are dragged to a round beside or sent by the form.
import { plain, typing } from "./keys.js";

const form = document.querySelector("[data-stops]");
const boxes = () => [...form.querySelectorAll('input[name="codes"]')];

function count() {
  const place = form.querySelector("[data-count]"), marked = boxes().filter(b => b.checked).length;
  if (place) place.textContent = marked ? `${marked} ${place.dataset.words}` : "";
  for (const box of boxes()) box.closest("tr").toggleAttribute("aria-current", box.checked);
}

function mark(row) {
  const box = row?.querySelector('input[name="codes"]');
  if (!box) return;
  box.checked = !box.checked;
  count();
}

document.addEventListener("keydown", e => {
  if (!plain(e) || typing(e) || (e.key !== "x" && e.key !== "X")) return;
  mark(document.activeElement.closest("tr[data-code]"));
});
form.addEventListener("change", count);
form.addEventListener("dragstart", e => {
  const row = e.target.closest("tr[data-code]");
  if (!row) return;
  const box = row.querySelector('input[name="codes"]');
  if (!box.checked) { box.checked = true; count(); }
  e.dataTransfer.effectAllowed = "move";
  e.dataTransfer.setData("text/plain", row.dataset.code);
});
for (const target of document.querySelectorAll("[data-drop]")) {
  target.addEventListener("dragover", e => { e.preventDefault(); target.toggleAttribute("data-over", true); });
  target.addEventListener("dragleave", () => target.toggleAttribute("data-over", false));
  target.addEventListener("drop", e => {
    e.preventDefault();
    form.querySelector("#to-round").value = target.dataset.drop;
    form.requestSubmit();
  });
}
count();
