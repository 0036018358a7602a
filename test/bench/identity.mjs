import { CLIENT, SCOPE } from './lib/bank.ts';
import { start, startLoad } from './lib/processes.mjs';
import { interleaved } from './lib/rounds.mjs';

const CONNECTIONS = 20;
const PEOPLE = 8;

/** What is measured, in the order of the table. */
export const IDENTITY_SUBJECTS = {
  gatehouse: 'Gatehouse: rules, SQLite, event log',
  bare: 'oidc-provider bare, in memory',
};

/**
 * Tokens for client credentials, and full sign-ins, side by side.
 *
 * @param {{ rounds: number, seconds: number }} options
 */
export async function benchIdentity({ rounds, seconds }) {
  const gatehouse = await start('subjects/gatehouse-identity.ts');
  const bare = await start('subjects/bare-provider.ts');
  const token = startLoad();
  /** @type {ReturnType<typeof startLoad<{ port: number, people: number, seconds: number }>>} */
  const people = startLoad('lib/sign-ins.ts');
  const body = `grant_type=client_credentials&scope=${encodeURIComponent(SCOPE)}`;
  const headers = [
    `Authorization: Basic ${btoa(`${CLIENT.id}:${CLIENT.secret}`)}\r\n` +
      `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n`,
  ];
  const contestants = (
    /** @type {(subject: import('./lib/processes.mjs').Subject) => Promise<import('./lib/load.mjs').Measured>} */ run,
  ) =>
    new Map([
      ['gatehouse', () => withCpu(gatehouse, run)],
      ['bare', () => withCpu(bare, run)],
    ]);
  try {
    const tokens = await interleaved(
      contestants(({ facts: { port } }) =>
        token.run({
          port,
          host: 'localhost',
          method: 'POST',
          path: '/token',
          headers,
          body,
          connections: CONNECTIONS,
          seconds,
        }),
      ),
      rounds,
    );
    const signIns = await interleaved(
      contestants(({ facts: { port } }) => people.run({ port, people: PEOPLE, seconds })),
      rounds,
    );
    return { tokens, signIns };
  } finally {
    for (const each of [token, people, gatehouse, bare]) each.stop();
  }
}

/**
 * @param {import('./lib/processes.mjs').Subject} subject
 * @param {(subject: import('./lib/processes.mjs').Subject) => Promise<import('./lib/load.mjs').Measured>} run
 */
async function withCpu(subject, run) {
  const before = await subject.cpu();
  const measured = await run(subject);
  return { ...measured, cpu: (((await subject.cpu()) - before) / measured.requests) * 1e6 };
}
