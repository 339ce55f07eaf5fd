// Passkeys: asks the browser for one when a form with `data-passkey` is sent, and sends what it answered.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const words = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

async function create(options, alone) {
  const asked = options.creation_options.publicKey;
  const selection = { ...asked.authenticatorSelection, residentKey: alone ? "required" : "discouraged", requireResidentKey: alone };
  if (alone) selection.userVerification = "required";
  return navigator.credentials.create({ publicKey: {
    ...asked, authenticatorSelection: selection, challenge: bytes(asked.challenge),
    user: { ...asked.user, id: bytes(asked.user.id) }, excludeCredentials: known(asked.excludeCredentials),
  } });
}

async function get(options) {
  const asked = options.request_options.publicKey;
  return navigator.credentials.get({ publicKey: {
    ...asked, challenge: bytes(asked.challenge), allowCredentials: known(asked.allowCredentials),
  } });
}

function written(credential) {
  const { response } = credential;
  const parts = { clientDataJSON: response.clientDataJSON };
  if (response.attestationObject) parts.attestationObject = response.attestationObject;
  if (response.authenticatorData) Object.assign(parts, { authenticatorData: response.authenticatorData, signature: response.signature });
  if (response.userHandle) parts.userHandle = response.userHandle;
  if (response.attestationObject) { delete parts.authenticatorData; delete parts.signature; }
  return JSON.stringify({
    id: credential.id, rawId: words(credential.rawId), type: credential.type,
    response: Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, words(part)])),
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function answer(form) {
  const kind = form.dataset.passkey;
  if (kind === "sign in") {
    const told = await fetch(form.action, { headers: { Accept: "application/json" } });
    return get(await told.json());
  }
  const options = JSON.parse(document.getElementById("passkey-options").textContent);
  return kind === "create" ? create(options, form.elements.passwordless.checked) : get(options);
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const problem = form.querySelector("[data-passkey-problem]");
    problem.hidden = true;
    try {
      form.elements.credential.value = written(await answer(form));
      form.submit();
    } catch {
      problem.hidden = false;
    }
  });
}
