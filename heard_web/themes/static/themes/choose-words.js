// Choosing words of a voice with the mouse, a finger or the keyboard fills in the box for the exact words.
// Without this script the same is done by ticking sentences, or by copying the words.

const voice = document.querySelector("[data-words]");
const exact = document.getElementById("id_exact");
const start = document.getElementById("id_start");
const told = document.querySelector("[data-chosen]");

// Places are counted in characters, where the browser counts some (such as emoji) twice.
const characters = (text) => [...text].length;

function choose() {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return;
  const range = selection.getRangeAt(0);
  if (!voice.contains(range.startContainer) || !voice.contains(range.endContainer)) return;
  const words = range.toString();
  if (!words.trim()) return;
  const before = document.createRange();
  before.setStart(voice, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const blank = words.length - words.trimStart().length;
  exact.value = words.trim();
  start.value = characters(before.toString()) + blank;
  told.textContent = `Chosen: ${words.trim()}`;
}

if (voice && exact && start && told) {
  document.addEventListener("selectionchange", choose);
  exact.addEventListener("input", () => {
    start.value = "";
  });
}
