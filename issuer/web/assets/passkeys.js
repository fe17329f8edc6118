// Passkeys: asks our server for a challenge, the device for an answer, and sends the form.
// Without this file, or without a device, the password works as before.
"use strict";

(() => {
  const bytes = (text) => {
    const plain = text.replace(/-/g, "+").replace(/_/g, "/");
    return Uint8Array.from(atob(plain), (mark) => mark.charCodeAt(0));
  };
  const text = (buffer) => {
    const marks = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
    return btoa(marks).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };
  const listed = (found) => (found || []).map((each) => ({ ...each, id: bytes(each.id) }));

  const made = async (options) => {
    const credential = await navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        user: { ...options.user, id: bytes(options.user.id) },
        excludeCredentials: listed(options.excludeCredentials),
      },
    });
    return {
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response: {
        clientDataJSON: text(credential.response.clientDataJSON),
        attestationObject: text(credential.response.attestationObject),
      },
    };
  };

  const proven = async (options) => {
    const credential = await navigator.credentials.get({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        allowCredentials: listed(options.allowCredentials),
      },
    });
    const handle = credential.response.userHandle;
    return {
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response: {
        clientDataJSON: text(credential.response.clientDataJSON),
        authenticatorData: text(credential.response.authenticatorData),
        signature: text(credential.response.signature),
        userHandle: handle ? text(handle) : undefined,
      },
    };
  };

  const use = async (form) => {
    const answer = await fetch(form.dataset.options, {
      method: "POST",
      body: new URLSearchParams({ csrf_token: form.elements.csrf_token.value }),
      credentials: "same-origin",
      redirect: "error",
    });
    if (!answer.ok) {
      throw new Error("no challenge");
    }
    const options = await answer.json();
    const run = form.dataset.passkey === "create" ? made : proven;
    form.elements.answer.value = JSON.stringify(await run(options));
    form.submit();
  };

  if (!window.PublicKeyCredential) {
    return;
  }
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const said = form.querySelector("[data-said]");
    form.hidden = false;
    for (const block of document.querySelectorAll("[data-without-passkey]")) {
      block.hidden = true;
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      said.hidden = true;
      use(form).catch(() => {
        said.hidden = false;
      });
    });
  }
})();
