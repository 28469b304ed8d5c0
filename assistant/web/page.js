// Give the keys to the terminal; textual.js leaves them with the page until somebody clicks.
window.addEventListener("load", () => document.querySelector(".xterm-helper-textarea")?.focus());
