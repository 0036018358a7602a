import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const COMMAND = fileURLToPath(new URL('../../../out/main/cli.js', import.meta.url));
const PROBE = fileURLToPath(new URL('./heap-probe.cjs', import.meta.url));
const BULK = 1000;
/** At this size the window's questions are measured. */
const SMALL = 10_000;
const CALLS = 200;

/**
 * @typedef {{ users: number, importPerSecond: number, importLastPerSecond: number, at: Array<{ users: number, mb: number, heaps: number }>,
 *   peak: number, afterPaging: number, search: number, chart: number, filter: number, page: number,
 *   deepPage: number, pages: number }} Directory times in ms at the 95th percentile, memory in MB
 */

/**
 * Fills the directory of a real `gatehouse serve` over SCIM, and asks it what windows and clients ask.
 *
 * @param {number} users
 * @returns {Promise<Directory>}
 */
export async function benchDirectory(users) {
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-directory-'));
  const heapDir = mkdtempSync(join(tmpdir(), 'bench-heaps-'));
  const served = await serve(dataDir, heapDir);
  try {
    const { pid, scim, call } = served;
    /** @type {Directory['at']} */
    const at = [{ users: 0, mb: resident(pid), heaps: heapsOf(pid, heapDir) }];
    let [search, chart] = [Number.NaN, Number.NaN];
    const rates = [];
    for (let made = 0; made < users; made += BULK) {
      const began = performance.now();
      await bulk(scim, made);
      rates.push((BULK / (performance.now() - began)) * 1000);
      const now = made + BULK;
      if (now % Math.max(SMALL, users / 10) === 0)
        at.push({ users: now, mb: resident(pid), heaps: heapsOf(pid, heapDir) });
      if (now === SMALL) {
        search = await p95(CALLS, (turn) =>
          call('accounts.list', { search: `person ${(turn * 37) % SMALL}`, limit: 50 }),
        );
        const { accounts } = await call('accounts.list', { search: 'person-77', limit: 50 });
        chart = await p95(CALLS, (turn) => call('accounts.get', { id: accounts[turn % accounts.length].id }));
      }
    }
    const ask = (/** @type {Record<string, string>} */ query) =>
      get(scim, `/Users?${new URLSearchParams(query)}`);
    const filter = await p95(CALLS, (turn) =>
      ask({ filter: `userName eq "person-${(turn * 997) % users}"` }),
    );
    const page = await p95(20, (turn) => ask({ count: '100', startIndex: String(1 + turn * 100) }));
    let pages = 0;
    const deep = [];
    for (let start = 1; start <= users; start += BULK) {
      const began = performance.now();
      const { Resources } = await ask({
        count: String(BULK),
        startIndex: String(start),
        attributes: 'userName',
      });
      deep.push(performance.now() - began);
      pages += Resources.length;
    }
    return {
      users,
      importPerSecond: mean(rates),
      importLastPerSecond: mean(rates.slice(-Math.ceil(rates.length / 10))),
      at,
      peak: resident(pid, 'VmHWM'),
      afterPaging: resident(pid),
      search,
      chart,
      filter,
      page,
      deepPage: Math.max(...deep),
      pages,
    };
  } finally {
    await served.stop();
    for (const folder of [dataDir, heapDir]) rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {Directory} found */
export function directoryTable(found) {
  const row = (/** @type {string} */ name, /** @type {string} */ value) => `| ${name} | ${value} |`;
  const ms = (/** @type {number} */ value) => `${value.toFixed(1)} ms`;
  const listed = (/** @type {'mb' | 'heaps'} */ what) =>
    found.at.map((point) => `${point[what].toFixed(0)} at ${point.users}`).join(', ');
  const middle = found.at[Math.floor(found.at.length / 2)];
  const last = found.at.at(-1);
  const growth = middle && last ? ((last.mb - middle.mb) / (last.users - middle.users)) * 1000 : Number.NaN;
  return [
    '|  |  |',
    '| :-- | --: |',
    row('10,000 accounts: a search of the window, p95', ms(found.search)),
    row('10,000 accounts: an account with its state chart, p95', ms(found.chart)),
    row(`${found.users} users imported, users/s`, found.importPerSecond.toFixed(0)),
    row('the last tenth of them, users/s', found.importLastPerSecond.toFixed(0)),
    row(`${found.users} users: found by userName, p95`, ms(found.filter)),
    row(`${found.users} users: a page of 100, p95`, ms(found.page)),
    row(`${found.pages} users read in pages of 1,000: the slowest page`, ms(found.deepPage)),
    row('memory, MB', listed('mb')),
    row('of it reserved by V8 for the heaps of all threads, MB', listed('heaps')),
    row('memory for each 1,000 users more, in the second half of the import, MB', growth.toFixed(2)),
    row(
      'memory at its highest, and after all pages, MB',
      `${found.peak.toFixed(0)}, ${found.afterPaging.toFixed(0)}`,
    ),
    '',
  ].join('\n');
}

/**
 * Starts the built sandbox.
 *
 * @param {string} dataDir
 * @param {string} heapDir where its threads write the size of their heaps
 */
async function serve(dataDir, heapDir) {
  const child = spawn(process.execPath, [COMMAND, 'serve', '--json', '--port', '0', '--data', dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: `--require=${PROBE}`, BENCH_HEAPS: heapDir },
  });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const { scim, control } = JSON.parse(String(line));
  return {
    pid: child.pid ?? 0,
    scim: /** @type {{ url: string, token: string }} */ (scim),
    /** @param {string} method @param {object} params @returns {Promise<any>} */
    call: async (method, params) => {
      const response = await fetch(control.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-gatehouse-secret': control.secret },
        body: JSON.stringify({ method, params }),
      });
      const body = await response.json();
      if (!response.ok) throw new Error(`${method}: ${JSON.stringify(body)}`);
      return body.result;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** @param {{ url: string, token: string }} scim @param {number} from */
async function bulk({ url, token }, from) {
  const Operations = Array.from({ length: BULK }, (_, index) => {
    const name = `person-${from + index}`;
    return {
      method: 'POST',
      path: '/Users',
      bulkId: name,
      data: {
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        userName: name,
        displayName: name.replace('-', ' '),
        name: { givenName: 'Person', familyName: String(from + index) },
        emails: [{ value: `${name}@example.com`, primary: true }],
      },
    };
  });
  const response = await fetch(`${url}/Bulk`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
    body: JSON.stringify({ schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'], Operations }),
  });
  const body = await response.json();
  const wrong = body.Operations?.find((/** @type {{ status: string }} */ { status }) => status !== '201');
  if (response.status !== 200 || wrong) throw new Error(`bulk: ${JSON.stringify(wrong ?? body)}`);
}

/** @param {{ url: string, token: string }} scim @param {string} path */
async function get({ url, token }, path) {
  const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
  if (response.status !== 200) throw new Error(`${path} was answered ${response.status}`);
  return response.json();
}

/** @param {number} calls @param {(turn: number) => Promise<unknown>} call */
async function p95(calls, call) {
  const times = [];
  for (let turn = 0; turn < calls; turn += 1) {
    const began = performance.now();
    await call(turn);
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  return times[Math.floor(calls * 0.95)] ?? Number.NaN;
}

/** @param {number} pid @param {'VmRSS' | 'VmHWM'} what */
function resident(pid, what = 'VmRSS') {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${what}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? Number.NaN) / 1024;
}

/**
 * What V8 has reserved for the heaps of all threads, MB.
 * @param {number} pid @param {string} heapDir
 */
function heapsOf(pid, heapDir) {
  const files = readdirSync(heapDir).filter((name) => name.startsWith(`${pid}-`));
  return files.reduce((sum, name) => sum + Number(readFileSync(join(heapDir, name), 'utf8')), 0) / 2 ** 20;
}

/** @param {readonly number[]} values */
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
