// Light or dark, kept in a cookie so that the server already writes the right theme and nothing flashes.
const root = document.documentElement;
const YEAR = 31536000;

const dark = () => root.dataset.theme === "dark" || (root.dataset.theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);

document.addEventListener("click", e => {
  if (!e.target.closest("[data-theme-switch]")) return;
  root.dataset.theme = dark() ? "light" : "dark";
  document.cookie = `theme=${root.dataset.theme}; path=/; max-age=${YEAR}; samesite=lax`;
  document.dispatchEvent(new Event("theme"));
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => document.dispatchEvent(new Event("theme")));
