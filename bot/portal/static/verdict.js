// Tast 1, 2 eller 3 for det første spørgsmål. Alt kan også gøres uden.
const form = document.querySelector("form.judging");
const choices = form ? [...form.querySelectorAll('input[name="rigtig"]')] : [];
const typing = (element) => element.closest("input:not([type=radio], [type=checkbox]), select, textarea");

document.addEventListener("keydown", (event) => {
  if (localStorage.getItem("genvejstaster") === "nej") return;
  if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
  const choice = choices[Number(event.key) - 1];
  if (!choice) return;
  choice.checked = true;
  choice.focus();
  choice.dispatchEvent(new Event("change", { bubbles: true }));
});
