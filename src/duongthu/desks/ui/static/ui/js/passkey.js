// Passkeys: the page's options go to the browser, its answer into the form's hidden field, and the form is sent.
const toBytes = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), c => c.charCodeAt(0));
const toText = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const listed = many => (many ?? []).map(one => ({ ...one, id: toBytes(one.id) }));

async function answered(kind, options) {
  const publicKey = { ...options, challenge: toBytes(options.challenge) };
  if (kind === "create") {
    publicKey.user = { ...options.user, id: toBytes(options.user.id) };
    publicKey.excludeCredentials = listed(options.excludeCredentials);
    return navigator.credentials.create({ publicKey });
  }
  publicKey.allowCredentials = listed(options.allowCredentials);
  return navigator.credentials.get({ publicKey });
}

function plain(made) {
  const response = { clientDataJSON: toText(made.response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (made.response[name]) response[name] = toText(made.response[name]);
  }
  return { id: made.id, rawId: toText(made.rawId), type: made.type, response, clientExtensionResults: made.getClientExtensionResults() };
}

document.addEventListener("click", async e => {
  const button = e.target.closest?.("[data-passkey]");
  if (!button) return;
  const form = button.form, trouble = form.querySelector("[data-passkey-trouble]");
  try {
    const made = await answered(button.dataset.passkey, JSON.parse(document.getElementById("passkey-options").textContent));
    form.elements.credential.value = JSON.stringify(plain(made));
    form.submit();
  } catch {
    trouble.hidden = false;
  }
});
