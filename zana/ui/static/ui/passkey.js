// Ties allauth's passkey scripts to our forms. They are told the ids by attributes, for example
// <form data-passkey="loginForm" data-login="id of the button" data-credential="id of the hidden field">.

for (const form of document.querySelectorAll("[data-passkey]")) {
  const { passkey, ...ids } = form.dataset;
  window.allauth.webauthn.forms[passkey]({ ids });
}

// When the device or the person says no, say so beside the button instead of in the console.
const failed = document.querySelector("[data-passkey-failed]");

if (failed) {
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    failed.hidden = false;
  });
}
