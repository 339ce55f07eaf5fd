// Says every 20 seconds that the claim is still open here, and who else has it open. Where nobody looks, nothing is said.
const EVERY = 20_000;

const place = document.getElementById("presence");
const token = document.querySelector("input[name=csrfmiddlewaretoken]");

function show(others) {
  const said = [...place.children].map((one) => one.textContent);
  if (said.join("\n") === others.join("\n")) return;
  place.replaceChildren(...others.map((words) => {
    const line = document.createElement("p");
    line.className = "open-now";
    line.dir = "auto";
    line.textContent = words;
    return line;
  }));
}

async function tell() {
  if (document.hidden) return;
  try {
    const answer = await fetch(place.dataset.address, {
      method: "POST",
      headers: { "X-CSRFToken": token.value },
      redirect: "error",
    });
    if (answer.ok) show((await answer.json()).others);
  } catch {
    // Without a connection nobody is told anything; the next attempt comes by itself.
  }
}

if (place && token) {
  setInterval(tell, EVERY);
  document.addEventListener("visibilitychange", tell);
}
