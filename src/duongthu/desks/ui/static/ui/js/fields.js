// Money is grouped while it is typed; item codes are folded back from what a Vietnamese keyboard made of them.
const numbers = new Intl.NumberFormat("vi-VN");

export const fold = text => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "D").toUpperCase().replace(/[^A-Z0-9]/g, "");

function group(input) {
  const right = input.value.length - input.selectionEnd;
  const digits = input.value.replace(/\D/g, "").slice(0, 15);
  input.value = digits ? numbers.format(Number(digits)) : "";
  const at = Math.max(0, input.value.length - right);
  input.setSelectionRange(at, at);
}

function nextField(input) {
  const all = [...input.form.querySelectorAll("input:not([type=hidden]), select, textarea, button")];
  const shown = all.filter(field => !field.disabled && field.offsetParent);
  shown[shown.indexOf(input) + 1]?.focus();
}

document.addEventListener("input", e => {
  if (e.target.matches?.("[data-money]") && !e.isComposing) group(e.target);
});
document.addEventListener("compositionend", e => { if (e.target.matches?.("[data-money]")) group(e.target); });
document.addEventListener("change", e => { if (e.target.matches?.("[data-scan]")) e.target.value = fold(e.target.value); });
// A scanner ends with Enter: in a form marked so, Enter moves on and only its button (F9) sends.
document.addEventListener("keydown", e => {
  if (e.key !== "Enter" || !e.target.matches?.("form[data-enter-moves] input:not([type=checkbox], [type=radio])")) return;
  e.preventDefault();
  if (e.target.matches("[data-scan]")) e.target.value = fold(e.target.value);
  nextField(e.target);
});
// After a full page load the summary of errors takes the focus; after a swap htmx does it by autofocus.
document.querySelector("[data-summary]")?.focus();
