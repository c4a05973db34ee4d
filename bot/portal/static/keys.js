// Genvejstaster til listen og samtalen. Alt kan også gøres uden; og de kan slås fra, som WCAG 2.1.4 siger.
const NAME = "genvejstaster";
const box = document.querySelector("#brug-taster");
const stops = () => [...document.querySelectorAll("[data-stop]")];
const typing = (element) => element.closest("input:not([type=radio], [type=checkbox]), select, textarea");

function step(by) {
  const all = stops();
  const here = all.findIndex((stop) => stop.contains(document.activeElement));
  const next = all[Math.min(Math.max(here + by, 0), all.length - 1)];
  if (!next) return;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

const follow = (selector) => document.querySelector(selector)?.click();

const DEEDS = {
  j: () => step(1),
  k: () => step(-1),
  n: () => follow("a[rel=next]"),
  p: () => follow("a[rel=prev]"),
  v: () => document.querySelector("#bedoem")?.focus(),
  "?": () => {
    const keys = document.querySelector("#taster");
    keys.open = !keys.open;
    keys.querySelector("summary").focus();
  },
};

box.checked = localStorage.getItem(NAME) !== "nej";
box.addEventListener("change", () => localStorage.setItem(NAME, box.checked ? "ja" : "nej"));
document.addEventListener("keydown", (event) => {
  if (!box.checked || event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
  const deed = DEEDS[event.key];
  if (!deed) return;
  event.preventDefault();
  deed();
});
