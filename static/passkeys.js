/* Around allauth's own scripts: a button that needs them is shown where they run, and whoever
   breaks off, or has no passkey here, is told so on the page. */
document.addEventListener("DOMContentLoaded", () => {
  if (window.PublicKeyCredential) {
    document.querySelectorAll("[data-needs-passkey]").forEach(part => { part.hidden = false; });
  }
});
document.addEventListener("allauth.error", event => {
  event.preventDefault();
  const told = document.getElementById("passkey-failed");
  told.hidden = false;
  told.focus();
});
