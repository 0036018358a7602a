/** What has been typed since the palette was asked for; undefined while nothing is caught. */
let typed: string | undefined;

function onKey(event: KeyboardEvent): void {
  if (typed === undefined || event.ctrlKey || event.metaKey || event.altKey || event.key === 'Escape') return;
  if (event.key === 'Backspace') typed = typed.slice(0, -1);
  else if (event.key.length === 1) typed += event.key;
  // Any other key would do something to what lies below: Enter would press a button there.
  event.preventDefault();
  event.stopPropagation();
}

/**
 * Catches what is typed from now on, until {@link takeEarlyKeys}: between the call for the palette and its field having
 * the focus there are some frames, under load many, and a person who knows the palette does not wait for it.
 */
export function catchEarlyKeys(): void {
  if (typed === undefined) addEventListener('keydown', onKey, { capture: true });
  typed = '';
}

/** Ends the catching, and answers what was typed meanwhile. */
export function takeEarlyKeys(): string {
  removeEventListener('keydown', onKey, { capture: true });
  const early = typed ?? '';
  typed = undefined;
  return early;
}
