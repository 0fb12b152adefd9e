// What every page needs. Each module works by delegation on the document, so swapped parts need no new binding.
import "./keys.js";
import "./rows.js";
import "./theme.js";
import "./fields.js";
import "./ago.js";
import "./menu.js";

if (document.querySelector("[data-map]")) import("./map.js");
