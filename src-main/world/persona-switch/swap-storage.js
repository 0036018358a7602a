/**
 * Runs in a person's own browser while another persona takes over: collects what the tabs of Online Banking keep for
 * the persona who leaves, hands it in, and keeps in this tab what the next persona had. A module of its own, as the page
 * allows no inline script.
 */

/** Tabs of the same browser answer at once, if there are any, ms. */
const PATIENCE_MS = 150;

const { ticket = '', to = '/', leaving = '' } = document.body.dataset;

/** @type {Record<string, string>} */
const kept = { ...sessionStorage };
if (leaving === 'yes') Object.assign(kept, await collect());

const response = await fetch(`/persona-switch/${ticket}`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(kept),
});
if (response.ok) {
  /** @type {Record<string, string>} */
  const next = await response.json();
  sessionStorage.clear();
  for (const [key, value] of Object.entries(next)) sessionStorage.setItem(key, value);
}
location.replace(to);

/**
 * Asks the other tabs to let go of what they keep.
 * @returns {Promise<Record<string, string>>}
 */
function collect() {
  return new Promise((resolve) => {
    const channel = new BroadcastChannel('persona-switch');
    /** @type {Record<string, string>} */
    const collected = {};
    channel.onmessage = ({ data }) => Object.assign(collected, data.kept);
    channel.postMessage({ ask: 'leave' });
    // biome-ignore lint/style/noRestrictedGlobals: waits for other tabs of a real browser, which no virtual clock moves.
    setTimeout(() => {
      channel.close();
      resolve(collected);
    }, PATIENCE_MS);
  });
}
