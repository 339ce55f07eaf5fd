// Single keys for the desk. What a key does stands on the page: an element with data-key="v" is what "v" acts on,
// data-key-words says so in the help (else its own text), data-key-into names the form whose first field gets the focus.
// Keys do nothing inside fields, with modifier keys, while a dialog is open, or when a person has switched them off.

const dialog = document.getElementById("keys-help");
const said = document.getElementById("keys-said");
const store = dialog ? `desk-keys-off-${dialog.dataset.person}` : "";
let lastForm = null;

function kept() {
  try { return window.localStorage.getItem(store) === "1"; } catch { return false; }
}

function keep(off) {
  try {
    if (off) window.localStorage.setItem(store, "1"); else window.localStorage.removeItem(store);
    return true;
  } catch { return false; }
}

function say(words) {
  said.textContent = "";
  window.setTimeout(() => { said.textContent = words; }, 50);
}

const FIELDS = "input:not([type=button]):not([type=submit]):not([type=reset]), textarea, select, [contenteditable], [role=textbox], [role=combobox], [role=searchbox]";

function shown(element) {
  return element.checkVisibility ? element.checkVisibility() : element.getClientRects().length > 0;
}

function open(element) {
  for (let box = element.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
}

function firstField(place) {
  const fields = [...place.querySelectorAll("input:not([type=hidden]), textarea, select")].filter((one) => !one.disabled && shown(one));
  const first = fields[0];
  if (!first || first.type !== "radio") return first;
  return fields.find((one) => one.name === first.name && one.checked) || first;
}

function go(place) {
  open(place);
  if (!place.matches("a[href], button, input, textarea, select, summary, [tabindex]")) place.tabIndex = -1;
  place.focus();
  place.scrollIntoView({ block: "start" });
}

function into(place) {
  open(place);
  const field = firstField(place);
  if (!field) { go(place); return; }
  field.focus();
  (field.closest("fieldset, .field") || field).scrollIntoView({ block: "center" });
}

// Which form "save" means: the one that has the focus, and no other then; else the one that was last changed.
function formAtHand() {
  return formInFocus() || (saveOf(lastForm) ? lastForm : null);
}

function formInFocus() {
  return document.activeElement?.closest("form[method=post]") || null;
}

// The button of a form that does nothing but send what was typed: a comment, a card of evidence.
function plainOf(form) {
  return form.matches(".write, .card-form:not(.one-line)") ? form.querySelector("button") : null;
}

function saveOf(form) {
  if (!form || !form.isConnected) return null;
  return form.querySelector("[data-save]") || (form.id === "claim_form" && form.querySelector("[name=_continue]")) || (form.matches(".new-evidence") && form.querySelector("[type=submit]")) || null;
}

function save(onward) {
  const form = formAtHand();
  if (!form) { say("Nothing to save: no form was changed."); return; }
  if (!saveOf(form)) {
    if (plainOf(form)) form.requestSubmit(plainOf(form));
    else say("Nothing to save here: use the button of this form.");
    return;
  }
  if (!onward) { form.requestSubmit(saveOf(form)); return; }
  const own = form.querySelector("[name=_next]");
  const queue = new URLSearchParams(location.search).get("queue") || "1";
  if (own) { own.value = queue; form.requestSubmit(own); return; }
  const next = document.createElement("input");
  next.type = "hidden"; next.name = "_next"; next.value = queue;
  form.append(next);
  if (form.id === "claim_form") form.requestSubmit(); else form.requestSubmit(saveOf(form));
}

function help() {
  list();
  dialog.querySelector("[name=use-keys]").checked = !kept();
  dialog.showModal();
}

// What the page itself has no element for, each with what it needs in order to do something.
const OWN = [
  { key: "j", words: "Next claim", find: () => document.querySelector("a[rel~=next]"), act: (link) => link.click() },
  { key: "k", words: "Previous claim", find: () => document.querySelector("a[rel~=prev]"), act: (link) => link.click() },
  { key: "s", words: "Save the form that you changed last", find: () => document.querySelector("[data-save], #claim_form [name=_continue]"), act: () => save(false) },
  { key: "?", words: "This help", find: () => dialog, act: help },
];
const SAVE_AND_NEXT = { key: "Ctrl Enter", words: "Save the form that you are in, and on to the next claim; inside fields too", find: () => document.querySelector("[data-save], #claim_form [name=_continue]") };

function marked() {
  const seen = new Map();
  for (const element of document.querySelectorAll("[data-key]")) {
    if (!seen.has(element.dataset.key) && !element.disabled) seen.set(element.dataset.key, element);
  }
  return seen;
}

function actOn(element) {
  const inside = element.dataset.keyInto && document.querySelector(element.dataset.keyInto);
  if (inside) { into(inside); return; }
  if (element.dataset.keySays) { say(element.dataset.keySays); return; }
  if (element.matches("form")) {
    if (saveOf(lastForm)) say("Save first what you typed, or open the page again: it would be lost.");
    else element.requestSubmit();
    return;
  }
  const target = element.hash && element.pathname === location.pathname && element.search === location.search && document.getElementById(element.hash.slice(1));
  if (target) { go(target); return; }
  if (element.matches("a[href], button, summary")) { element.click(); return; }
  go(element);
}

function list() {
  const rows = [...marked()].map(([key, element]) => [key, element.dataset.keyWords || element.textContent.trim()]);
  for (const own of [...OWN, SAVE_AND_NEXT]) if (own.find() && !rows.some(([key]) => key === own.key)) rows.push([own.key, own.words]);
  if (document.querySelector("[data-digits]")) rows.push(["1 2 3 …", "Choose a rating, while the ratings have the focus"]);
  const body = dialog.querySelector("dl");
  body.replaceChildren();
  for (const [key, words] of rows) {
    const term = document.createElement("dt"), told = document.createElement("dd");
    for (const part of key.split(" ")) { const cap = document.createElement("kbd"); cap.textContent = part; term.append(cap, " "); }
    told.textContent = words;
    body.append(term, told);
  }
}

function digit(event) {
  const group = event.target.closest("[data-digits]");
  if (!group || !/^[1-9]$/.test(event.key)) return false;
  const radio = group.querySelectorAll("input[type=radio]")[Number(event.key) - 1];
  if (!radio) return false;
  radio.checked = true;
  radio.focus();
  radio.dispatchEvent(new Event("input", { bubbles: true }));
  radio.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

function pressed(event) {
  if (event.defaultPrevented || event.isComposing || event.repeat || document.querySelector("dialog[open]")) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
    if (formAtHand()) { event.preventDefault(); save(true); }
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey || kept()) return;
  if (digit(event)) { event.preventDefault(); return; }
  if (event.target.closest(FIELDS)) return;
  const search = event.key === "/" && document.getElementById("searchbar");
  const element = marked().get(event.key);
  const own = OWN.find((one) => one.key === event.key);
  const found = own && own.find();
  if (search) search.focus();
  else if (element) actOn(element);
  else if (found) own.act(found);
  else return;
  event.preventDefault();
}

function show() {
  document.documentElement.classList.toggle("keys-on", !kept());
}

if (dialog) {
  document.addEventListener("keydown", pressed);
  document.addEventListener("input", (event) => { const form = event.target.closest("form"); if (saveOf(form)) lastForm = form; });
  const button = document.getElementById("keys-button");
  button.hidden = false;
  button.addEventListener("click", help);
  dialog.querySelector("[name=use-keys]").addEventListener("change", (event) => {
    const stays = keep(!event.target.checked);
    show();
    dialog.querySelector("[role=status]").textContent = `Single keys are ${event.target.checked ? "on" : "off"}${stays ? "" : ", until this page is left: this browser keeps nothing"}.`;
  });
  const arrive = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.id === "searchbar") target.focus();
    else if (target.closest("details:not([open])")) { open(target); target.scrollIntoView(); }
  };
  window.addEventListener("hashchange", arrive);
  arrive();
  show();
}
