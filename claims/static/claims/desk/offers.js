// Proposals decided by keys: the one at hand has the focus, and the digits mean reasons while they are open.

const title = document.getElementById("offer");
const reject = document.getElementById("offer-reject");

// A digit is a key of the page only while its reason can be seen.
function reasons() {
  for (const button of reject.querySelectorAll("[data-digit]")) {
    if (reject.open) { button.dataset.key = button.dataset.digit; button.dataset.keyWords = `Reject: ${button.lastChild.data.trim()}`; }
    else { delete button.dataset.key; }
  }
  const typed = reject.querySelector("[name=typed]");
  if (reject.open) { typed.dataset.key = "t"; typed.dataset.keyWords = "Type another reason"; }
  else { delete typed.dataset.key; }
}

function away(event) {
  if (event.key !== "Escape" || !reject.open) return;
  reject.open = false;
  reject.querySelector("summary").focus();
}

// One decision at a time: until its answer is here, no key and no button means the proposal that is leaving.
function once(card) {
  let sent = false;
  card.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
    card.setAttribute("aria-busy", "true");
  });
  document.addEventListener("keydown", (event) => {
    if (!sent) return;
    event.stopImmediatePropagation();
    event.preventDefault();
  }, { capture: true });
  window.addEventListener("pageshow", () => { sent = false; card.removeAttribute("aria-busy"); });
}

if (title) {
  once(title.closest(".offer-card"));
  if (!document.querySelector("#offer-refused")) title.focus({ preventScroll: true });
  const list = document.querySelector(".offer-list");
  const here = list.querySelector("[aria-current]");
  if (here && list.scrollHeight > list.clientHeight) list.scrollTop = here.offsetTop - list.offsetTop - list.clientHeight / 3;
}
if (reject) {
  reasons();
  reject.addEventListener("toggle", () => { reasons(); if (reject.open) reject.querySelector("[data-digit]").focus(); });
  document.addEventListener("keydown", away);
}
