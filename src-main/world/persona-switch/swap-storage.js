/**
 * Runs in a person's own browser while another persona takes over: hands in what this tab keeps for Online Banking and
 * puts in its place what the other persona had. A module of its own, as the page allows no inline script.
 */
const { ticket = '', to = '/' } = document.body.dataset;

const response = await fetch(`/persona-switch/${ticket}`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(Object.fromEntries(Object.entries(sessionStorage))),
});
if (response.ok) {
  /** @type {Record<string, string>} */
  const next = await response.json();
  sessionStorage.clear();
  for (const [key, value] of Object.entries(next)) sessionStorage.setItem(key, value);
}
location.replace(to);
