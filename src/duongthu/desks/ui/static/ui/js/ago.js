// <time data-ago> says how long ago it was, and keeps saying so. The exact moment stays in its title.
const language = document.documentElement.lang || "vi";
const words = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
const HOURS_SHOWN = 20;

function told(moment) {
  const minutes = Math.round((moment - Date.now()) / 60000);
  if (Math.abs(minutes) < 60) return words.format(minutes, "minute");
  const hours = Math.round(minutes / 60);
  return Math.abs(hours) <= HOURS_SHOWN ? words.format(hours, "hour") : "";
}

function tell() {
  for (const element of document.querySelectorAll("time[data-ago]")) {
    element.title ||= element.textContent;
    element.textContent = told(new Date(element.dateTime)) || element.title;
  }
}

tell();
setInterval(tell, 30000);
document.addEventListener("htmx:afterSettle", tell);
