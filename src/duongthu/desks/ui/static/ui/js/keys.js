// Function keys act at once; single letters only outside fields; G and a letter goes to a section; ? lists them all.
const TYPED = "input:not([type=checkbox], [type=radio], [type=button]), select, textarea, [contenteditable]";
const FUNCTION_KEY = /^F([1-9]|1[0-2])$/;
const PAUSE = 1500;
let waiting = 0;

export const plain = e => !e.ctrlKey && !e.altKey && !e.metaKey && !e.isComposing;
export const typing = e => e.target.matches?.(TYPED);

function reach(element) {
  if (element.matches(TYPED)) { element.focus(); element.select?.(); } else element.click();
}

function byFunctionKey(e) {
  const element = document.querySelector(`[data-key="${e.key}"]`);
  if (!element) return;
  e.preventDefault();
  reach(element);
}

function go(e) {
  const link = document.querySelector(`[data-go="${CSS.escape(e.key.toUpperCase())}"]`);
  waiting = 0;
  if (link) { e.preventDefault(); link.click(); }
}

function help() {
  const dialog = document.getElementById("keys");
  if (!dialog || dialog.open) return;
  const list = dialog.querySelector("dl");
  list.querySelectorAll("[data-found]").forEach(row => row.remove());
  for (const element of document.querySelectorAll("[data-key]")) list.append(described(element));
  dialog.showModal();
}

function described(element) {
  const row = document.createElement("div"), dt = document.createElement("dt"), dd = document.createElement("dd"), kbd = document.createElement("kbd");
  const words = element.labels?.[0] ?? element;
  row.dataset.found = "";
  dt.textContent = element.getAttribute("aria-label") ?? words.textContent.replace(element.dataset.key, "").trim();
  kbd.textContent = element.dataset.key;
  dd.append(kbd);
  row.append(dt, dd);
  return row;
}

document.addEventListener("keydown", e => {
  if (!plain(e)) return;
  if (FUNCTION_KEY.test(e.key)) return byFunctionKey(e);
  if (typing(e) || document.querySelector("dialog[open]")) return;
  if (waiting && Date.now() - waiting < PAUSE) return go(e);
  if (e.key === "g" || e.key === "G") waiting = Date.now();
  else if (e.key === "?") { e.preventDefault(); help(); }
  else if (e.key === "/") {
    const search = document.querySelector("[data-search], input[type=search]");
    if (search) { e.preventDefault(); reach(search); }
  }
});
document.addEventListener("click", e => { if (e.target.closest("[data-help]")) help(); });
