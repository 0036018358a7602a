const STORAGE_KEY = 'gatehouse.secret';

/**
 * The secret of this run. It comes in the fragment of the address (`#secret=…`), which no server ever sees; it is
 * taken out of the address bar at once and kept for the life of the tab, so that a reload still works.
 */
export function takeRunSecret(
  page: Pick<Window, 'location' | 'history' | 'sessionStorage'>,
): string | undefined {
  const fragment = new URLSearchParams(page.location.hash.replace(/^#/, ''));
  const fresh = fragment.get('secret');
  if (fresh) {
    page.sessionStorage.setItem(STORAGE_KEY, fresh);
    page.history.replaceState(null, '', page.location.pathname + page.location.search);
  }
  return fresh ?? page.sessionStorage.getItem(STORAGE_KEY) ?? undefined;
}
