// The person's menu closes by Escape and by a click elsewhere.
const open = () => document.querySelectorAll("details[data-menu][open]");

document.addEventListener("click", e => open().forEach(menu => { if (!menu.contains(e.target)) menu.open = false; }));
document.addEventListener("keydown", e => {
  if (e.key !== "Escape") return;
  open().forEach(menu => { menu.open = false; menu.querySelector("summary").focus(); });
});
