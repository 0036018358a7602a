import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { benchDirectory, directoryTable } from './lib/directory.mjs';
import { start, startLoad } from './lib/processes.mjs';
import { interleaved } from './lib/rounds.mjs';

const CONNECTIONS = 20;
/** Users in each directory before it is read. */
const USERS = 1000;
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

/** What is measured, in the order of the table. */
export const SCIM_SUBJECTS = {
  gatehouse: 'Gatehouse: life of the account, rules, SQLite, event log',
  scimmy: 'scimmy and scimmy-routers on express, in memory',
};

/**
 * @typedef {Map<string, import('./lib/load.mjs').Measured[]>} Results
 * @typedef {{ creates: Results, byName: Results, search: Results,
 *   directory?: import('./lib/directory.mjs').Directory | undefined }} ScimResults
 */

/**
 * Creates and filtered reads side by side, and what a large directory costs.
 *
 * @param {{ rounds: number, seconds: number, users?: number }} options
 * @returns {Promise<ScimResults>}
 */
export async function benchScim({ rounds, seconds, users = Number(process.env.BENCH_USERS ?? 100_000) }) {
  const gatehouse = await start('subjects/gatehouse-scim.ts');
  const scimmy = await start('subjects/scimmy.mjs');
  const load = startLoad();
  const subjects = { gatehouse, scimmy };
  /** @param {(subject: import('./lib/processes.mjs').Subject) => Promise<import('./lib/load.mjs').Measured>} run */
  const contestants = (run) =>
    new Map(
      Object.entries(subjects).map(([name, subject]) => [
        name,
        async () => {
          const before = await subject.cpu();
          const measured = await run(subject);
          return { ...measured, cpu: (((await subject.cpu()) - before) / measured.requests) * 1e6 };
        },
      ]),
    );
  /** @param {string} filter */
  const reads = (filter) =>
    interleaved(
      contestants(({ facts: { port, path, token } }) =>
        load.run({
          port,
          host: 'localhost',
          path: `${path}/Users?filter=${encodeURIComponent(filter)}&count=10`,
          headers: [`Authorization: Bearer ${token}\r\n`],
          connections: CONNECTIONS,
          seconds,
        }),
      ),
      rounds,
    );
  try {
    for (const subject of Object.values(subjects)) await fill(subject.facts);
    const byName = await reads('userName eq "person-500"');
    const search = await reads('displayName co "son 77" and active eq true');
    const creates = await interleaved(
      contestants(({ facts: { port, path, token } }) => {
        const body = JSON.stringify(person('new-NUMBER'));
        return load.run({
          port,
          host: 'localhost',
          method: 'POST',
          path: `${path}/Users`,
          headers: [
            `Authorization: Bearer ${token}\r\nContent-Type: application/scim+json\r\nContent-Length: ${body.length}\r\n`,
          ],
          body,
          connections: CONNECTIONS,
          seconds,
          status: 201,
          numbered: true,
        });
      }),
      rounds,
    );
    for (const each of [load, gatehouse, scimmy]) each.stop();
    return { creates, byName, search, directory: users > 0 ? await benchDirectory(users) : undefined };
  } finally {
    for (const each of [load, gatehouse, scimmy]) stopped(each);
  }
}

/** @param {{ stop: () => void }} each */
function stopped(each) {
  try {
    each.stop();
  } catch {
    // It was stopped before the large directory was made, so that it does not share the machine with it.
  }
}

/** @param {string} name */
const person = (name) => ({
  schemas: [USER],
  userName: name,
  displayName: name.replace('-', ' '),
  name: { givenName: 'Person', familyName: name },
  emails: [{ value: `${name}@example.com`, type: 'work', primary: true }],
  active: true,
});

/** @param {Record<string, any>} facts */
async function fill({ port, path, token }) {
  for (let number = 0; number < USERS; number += 1) {
    const response = await fetch(`http://localhost:${port}${path}/Users`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
      body: JSON.stringify(person(`person-${number}`)),
    });
    if (response.status !== 201) throw new Error(`a user was answered ${response.status}`);
    await response.arrayBuffer();
  }
}

// `node test/bench/scim.mjs [USERS]`: the large directory alone.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = await benchDirectory(Number(process.argv[2] ?? 100_000));
  process.stdout.write(directoryTable(found));
}
