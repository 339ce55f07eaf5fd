// What was typed into a form of the page and would be lost when another form is sent or the page is left: asked first.
const kept = new Map(); // forms whose text is kept while it is typed, and whether that failed
const begun = new Map(); // all others, as they stood when the page came
let going = false;

// The form as it would be posted, without passwords, secrets, marks of ours and rows that are only patterns.
export function textOf(form) {
  const secret = new Set([...form.elements].filter((one) => one.type === "password").map((one) => one.name));
  const found = {};
  for (const [name, value] of new FormData(form)) {
    const isOurs = ["csrfmiddlewaretoken", "version_read", "rev"].includes(name) || name.startsWith("_");
    if (isOurs || secret.has(name) || name.includes("__prefix__") || typeof value !== "string") continue;
    (found[name] ||= []).push(value);
  }
  return JSON.stringify(found);
}

// This form's text is kept elsewhere: it is lost only while `isFailing()`.
export function keptElsewhere(form, isFailing) {
  kept.set(form, isFailing);
}

function atRisk(sent) {
  const failing = [...kept].filter(([form, isFailing]) => form !== sent && isFailing());
  const typed = [...begun].filter(([form, text]) => form !== sent && !kept.has(form) && form.isConnected && textOf(form) !== text);
  return [...failing, ...typed].map(([form]) => form);
}

function named(form) {
  const button = form.querySelector("[type=submit], button:not([type])");
  return `“${(button?.textContent || button?.value || "a form").trim()}”`;
}

function show(form) {
  for (let box = form.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  form.scrollIntoView({ block: "center" });
}

for (const form of document.querySelectorAll("form[method=post]:not([data-only-looks])")) {
  const wasRefused = form.querySelector("[role=alert], [aria-describedby$=refused]"); // it was typed, and is not stored
  begun.set(form, wasRefused ? null : textOf(form));
}
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  const left = atRisk(event.target);
  const words = `Typed and not sent: ${left.map(named).join(", ")}. Go on and lose it?`;
  going = !left.length || window.confirm(words);
  setTimeout(() => { if (event.defaultPrevented) going = false; });
  if (going) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  show(left[0]);
}, true);
window.addEventListener("pageshow", () => { going = false; });
window.addEventListener("beforeunload", (event) => { if (!going && atRisk(null).length) event.preventDefault(); });
