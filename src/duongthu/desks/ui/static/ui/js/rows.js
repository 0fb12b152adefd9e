// J and K move the focus from row to row of the table last used; the row's link then opens by Enter, as links do.
import { plain, typing } from "./keys.js";

const LINK = "tbody a.open";
let last = null;

function step(by) {
  const table = last?.isConnected ? last : document.querySelector("[data-rows]");
  if (!table) return;
  const links = [...table.querySelectorAll(LINK)];
  const at = links.indexOf(document.activeElement);
  const next = links[at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + by))];
  next?.focus();
  next?.closest("tr").scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", e => {
  if (!plain(e) || typing(e) || document.querySelector("dialog[open]")) return;
  if (e.key === "j" || e.key === "J") step(1);
  if (e.key === "k" || e.key === "K") step(-1);
});
document.addEventListener("focusin", e => { last = e.target.closest?.("[data-rows]") ?? last; });
document.addEventListener("click", e => {
  const row = e.target.closest("tr[data-href]");
  if (!row || e.target.closest("a, button, input, label") || String(getSelection())) return;
  const link = row.querySelector("a.open");
  if (e.ctrlKey || e.metaKey) window.open(link.href); else link.click();
});
