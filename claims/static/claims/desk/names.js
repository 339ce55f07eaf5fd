// Django's autocomplete inputs are drawn by select2, which does not tell assistive technology what they are called:
// each is named by its own label, or by the words that its select carries where it stands in a table.

let made = 0;

function nameOf(select) {
  const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
  if (label) { label.id ||= `names-${made += 1}`; return label.id; }
  const words = select.getAttribute("aria-label");
  if (!words) return "";
  const told = document.createElement("span");
  told.hidden = true; told.id = `names-${made += 1}`; told.textContent = words;
  select.after(told);
  return told.id;
}

function name(select) {
  const drawn = select.parentElement.querySelector(".select2-selection");
  const value = drawn && drawn.querySelector(".select2-selection__rendered");
  const label = value && !value.dataset.named && nameOf(select);
  if (!label) return;
  value.dataset.named = "yes";
  value.setAttribute("aria-labelledby", label);
  drawn.setAttribute("aria-labelledby", `${label} ${value.id}`);
}

function all() {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) name(select);
}

// select2 draws after the page has loaded, and again for rows that are added; named before anybody can see it.
new MutationObserver(all).observe(document.body, { childList: true, subtree: true });
all();
