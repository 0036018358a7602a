/**
 * Puts the code of a message on the clipboard. Without scripts there is no button: the code is marked whole by one click.
 * A persona's browser has no permission to write the clipboard by itself, so the page asks the old way when it is refused.
 */
for (const button of document.querySelectorAll('button[data-copy]')) {
  if (!(button instanceof HTMLButtonElement)) continue;
  button.hidden = false;
  button.addEventListener('click', async () => {
    const done = await copy(button);
    button.textContent = done ? 'Copied' : 'Mark it and copy it yourself';
  });
}

/** @param {HTMLButtonElement} button */
async function copy(button) {
  try {
    await navigator.clipboard.writeText(button.dataset.copy ?? '');
    return true;
  } catch {
    const shown = button.parentElement?.querySelector('output');
    if (!shown) return false;
    getSelection()?.selectAllChildren(shown);
    return document.execCommand('copy');
  }
}
