// The text of the article: the claim of the page comes into view, and words that are selected become a place.
// Places are counted in Unicode code points; a string here counts an astral character twice.

export const points = (text) => Array.from(text).length;

const lines = document.getElementById("text-lines");

// The first code point at or after a boundary of the selection, and the last one before it.
function placeAt(node, offset) {
  const part = node.nodeType === Node.TEXT_NODE && node.parentElement.closest("[data-at]");
  if (part) return Number(part.dataset.at) + points(node.data.slice(0, offset));
  const edge = document.createRange();
  edge.setStart(node, offset);
  for (const one of lines.querySelectorAll("[data-at]")) {
    if (edge.comparePoint(one, 0) >= 0) return Number(one.dataset.at);
  }
  const last = [...lines.querySelectorAll("[data-at]")].pop();
  return last ? Number(last.dataset.at) + points(last.textContent) : 0;
}

// Start and end of what is selected in the text, or null.
export function selected() {
  const chosen = getSelection();
  if (!lines || chosen.isCollapsed || !chosen.rangeCount) return null;
  const range = chosen.getRangeAt(0);
  if (!lines.contains(range.startContainer) || !lines.contains(range.endContainer)) return null;
  const start = placeAt(range.startContainer, range.startOffset);
  const end = placeAt(range.endContainer, range.endOffset);
  return start < end ? { start, end, words: chosen.toString() } : null;
}

export function wholeText() {
  const rows = [];
  let at = 0;
  for (const one of lines.querySelectorAll("[data-at]")) {
    const start = Number(one.dataset.at);
    rows.push("\n".repeat(start - at), one.textContent); // only line feeds stand between the parts
    at = start + points(one.textContent);
  }
  return rows.join("");
}

// A boundary in the page for a code point of the text.
function boundary(place) {
  const parts = [...lines.querySelectorAll("[data-at]")];
  const part = parts.findLast((one) => Number(one.dataset.at) <= place);
  const text = part.firstChild;
  const inside = Array.from(text.data).slice(0, place - Number(part.dataset.at)).join("");
  return [text, inside.length];
}

// Shows a place in the text, where the browser can highlight without changing the page.
export function showPlace(start, end) {
  for (const one of lines.querySelectorAll(".chosen")) one.classList.remove("chosen");
  const range = document.createRange();
  range.setStart(...boundary(start));
  range.setEnd(...boundary(end));
  if (window.Highlight) CSS.highlights.set("chosen-place", new Highlight(range));
  const [there, frame] = [range.getBoundingClientRect(), lines.getBoundingClientRect()];
  if (there.top < frame.top || there.bottom > frame.bottom) scrollTo(there.top);
}

function scrollTo(top) {
  lines.scrollTop += top - lines.getBoundingClientRect().top - lines.clientHeight / 4;
}

function intoView() {
  const here = lines.querySelector(".mine, .chosen");
  if (here) scrollTo(here.getBoundingClientRect().top);
}

function light(event) {
  const number = event.target.closest?.("[data-claim]")?.dataset.claim;
  for (const one of lines.querySelectorAll(".lit")) one.classList.remove("lit");
  if (!number || event.type === "focusout" || event.type === "mouseout") return;
  for (const one of lines.querySelectorAll(`[data-claims~="${CSS.escape(number)}"]`)) one.classList.add("lit");
}

// No selection can begin in a link: so the words of a claim follow theirs by a click that selects nothing.
function letWordsBeSelected() {
  for (const one of lines.querySelectorAll("a[data-at]")) {
    one.dataset.follow = one.href;
    for (const name of ["href", "tabindex"]) one.removeAttribute(name); // what can be focused starts no selection either
  }
  const follow = (event) => {
    const address = event.target.closest("[data-follow]")?.dataset.follow;
    if (!address || selected() || event.button > 1) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button === 1) window.open(address, "_blank", "noopener");
    else location.assign(address);
  };
  lines.addEventListener("click", follow);
  lines.addEventListener("auxclick", follow);
}

function offerNewClaim() {
  const link = document.getElementById("new-from-text");
  if (!link) return;
  const words = document.getElementById("new-from-text-words");
  const address = link.getAttribute("href");
  document.addEventListener("selectionchange", () => {
    const found = selected();
    if (!found && getSelection().isCollapsed && document.activeElement === link) return;
    link.href = found ? `${address}?place=${found.start}-${found.end}` : address;
    words.hidden = !found;
    words.textContent = found ? `of “${found.words.length > 80 ? `${found.words.slice(0, 80)}…` : found.words}”` : "";
  });
}

if (lines) {
  const pane = lines.closest("details");
  if (pane && matchMedia("(max-width: 1099px)").matches) pane.open = false;
  intoView();
  if (pane) pane.addEventListener("toggle", intoView, { once: true });
  for (const kind of ["focusin", "focusout", "mouseover", "mouseout"]) lines.addEventListener(kind, light);
  letWordsBeSelected();
  offerNewClaim();
}
