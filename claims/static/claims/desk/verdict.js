// The verdict's form while it is filled in: the word for the credence, and whether other levels want their reason.

const form = document.getElementById("verdict-form");

function word() {
  const input = form.querySelector("[name=credence]");
  const text = input.value.trim();
  const number = /^\d{1,3}$/.test(text) ? Number(text) : NaN;
  let found = "";
  for (const range of form.querySelectorAll("#likelihoods [data-word]")) {
    const here = number >= Number(range.dataset.low) && number <= Number(range.dataset.high);
    range.classList.toggle("here", here);
    if (here) found = range.dataset.word;
  }
  document.getElementById("credence-word").textContent = found;
}

function levels() {
  const groups = [...form.querySelectorAll("[data-weighed]")];
  const others = groups.some((group) => { const chosen = group.querySelector(":checked"); return chosen && chosen.value !== group.dataset.weighed; });
  const why = form.querySelector("[name=levels_why]");
  why.setAttribute("aria-required", others ? "true" : "false");
  why.closest(".field").classList.toggle("needed", others);
}

const wrong = document.querySelector(".hanging-form [aria-invalid=true]");
if (wrong) wrong.focus();
if (form) {
  form.addEventListener("input", () => { word(); levels(); });
  word();
  levels();
}
