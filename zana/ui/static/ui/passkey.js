// When the device or the person says no to a passkey, say so beside the button instead of in the console.

const failed = document.querySelector("[data-passkey-failed]");

if (failed) {
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    failed.hidden = false;
  });
}
