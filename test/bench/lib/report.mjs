import { GATEWAY_SUBJECTS } from '../gateway.mjs';
import { IDENTITY_SUBJECTS } from '../identity.mjs';
import { SCIM_SUBJECTS } from '../scim.mjs';
import { directoryTable } from './directory.mjs';
import { median, ratio } from './rounds.mjs';

/** @typedef {Map<string, import('./load.mjs').Measured[]>} Results */

/**
 * Tables of the figures in Markdown: medians of all rounds, ratios as the median of the ratios of each round.
 *
 * @param {{ gateway?: Results, identity?: { tokens: Results, signIns: Results },
 *   scim?: import('../scim.mjs').ScimResults }} results
 */
export function report({ gateway, identity, scim }) {
  const parts = [];
  if (gateway) {
    parts.push('## Gateway\n');
    parts.push(table(gateway, GATEWAY_SUBJECTS, 'Requests/s', ['http-proxy', 'express-gateway']));
    parts.push(ceilingNote(gateway));
  }
  if (identity) {
    parts.push('## Token endpoint\n');
    parts.push(table(identity.tokens, IDENTITY_SUBJECTS, 'Tokens/s', ['bare']));
    parts.push('## Full sign-ins\n');
    parts.push(table(identity.signIns, IDENTITY_SUBJECTS, 'Sign-ins/s', ['bare']));
  }
  if (scim) {
    const { creates, byName, search, directory } = scim;
    parts.push('## SCIM: a user is created\n', table(creates, SCIM_SUBJECTS, 'Creates/s', ['scimmy']));
    parts.push('## SCIM: a user is found by name\n', table(byName, SCIM_SUBJECTS, 'Reads/s', ['scimmy']));
    parts.push(
      '## SCIM: a search with two conditions\n',
      table(search, SCIM_SUBJECTS, 'Reads/s', ['scimmy']),
    );
    if (directory) parts.push('## A large directory\n', directoryTable(directory));
  }
  return parts.join('\n');
}

/**
 * How near three times express-gateway lies to what one thread of Node forwards at all; empty where either was left out.
 *
 * @param {Results} results
 */
function ceilingNote(results) {
  const rps = (/** @type {string} */ name) => median((results.get(name) ?? []).map((round) => round.rps));
  const [peer, most] = [rps('express-gateway'), rps('undici')];
  if (Number.isNaN(peer) || Number.isNaN(most)) return '';
  const share = ((peer * 3) / most) * 100;
  return `Three times express-gateway would be ${(peer * 3).toFixed(0)} requests/s, ${share.toFixed(0)} % of what the least possible forward
reaches in one thread of Node.
`;
}

/**
 * @param {Results} results
 * @param {Readonly<Record<string, string>>} labels
 * @param {string} unit
 * @param {readonly string[]} peers
 */
function table(results, labels, unit, peers) {
  const beside = peers.filter((peer) => results.has(peer));
  const head = ['', unit, ...beside.map((peer) => `× ${peer}`), 'p50 ms', 'p99 ms', 'CPU µs each'];
  const rows = [...results].map(([name, rounds]) => {
    const of = (/** @type {'rps' | 'p50' | 'p99' | 'cpu'} */ figure) =>
      median(rounds.map((round) => round[figure] ?? Number.NaN));
    const cpu = of('cpu');
    return [
      labels[name] ?? name,
      of('rps') < 100 ? of('rps').toFixed(1) : of('rps').toFixed(0),
      ...beside.map((peer) => ratio(rounds, results.get(peer) ?? [], 'rps').toFixed(2)),
      of('p50').toFixed(1),
      of('p99').toFixed(1),
      Number.isNaN(cpu) || name === 'nginx' ? '–' : cpu.toFixed(0),
    ];
  });
  const lines = [head, head.map((_, index) => (index === 0 ? ':--' : '--:')), ...rows];
  return `${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
}
