import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { SandboxProcess } from '../durability/sandbox-process.ts';

/**
 * `node test/bench/stranger-times.ts [--n 400] [--only pattern]`: whether the time of an answer tells a stranger of an
 * account. Asks of one that there is and of one that there is not, in turn, n times each, after the build; the order within a
 * pair is drawn, so that neither has the better place.
 */
const { values } = parseArgs({
  options: { n: { type: 'string', default: '400' }, only: { type: 'string', default: '' } },
});
const GOVERNANCE = '/api/identity/user/v1.0';
const RECOVERY = '/api/users/v2/recovery';
const claim = (name: string, value: string) => ({
  claims: [{ uri: `http://wso2.org/claims/${name}`, value }],
});
const MAIL: Readonly<Record<string, string>> = {
  alice: 'alice.moreau@mail.example',
  waiting: 'waiting@mail.example',
};
interface Request {
  path: string;
  headers: Record<string, string>;
  body: string;
}
type Ask = (name: string) => Request;

const json = (path: string, body: object): Request => ({
  path,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
const form = (path: string, fields: Record<string, string>): Request => ({
  path,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: String(new URLSearchParams(fields)),
});
const mailOf = (name: string) => MAIL[name] ?? `${name}@mail.example`;

/** What is asked, and of whom it is asked beside somebody whom there is not. */
const PLACES: readonly (readonly [place: string, known: string, request: Ask | undefined])[] = [
  [
    'resend-code, one who waits',
    'waiting',
    (name) => json(`${GOVERNANCE}/resend-code`, { user: { username: name } }),
  ],
  [
    'resend-code, one who waits for nothing',
    'alice',
    (name) => json(`${GOVERNANCE}/resend-code`, { user: { username: name } }),
  ],
  ['recovery/password/init', 'alice', (name) => json(`${RECOVERY}/password/init`, claim('username', name))],
  [
    'recovery/password/init by address',
    'alice',
    (name) => json(`${RECOVERY}/password/init`, claim('emailaddress', mailOf(name))),
  ],
  [
    'recovery/username/init',
    'alice',
    (name) => json(`${RECOVERY}/username/init`, claim('emailaddress', mailOf(name))),
  ],
  [
    'validate-code, a wrong one',
    'waiting',
    (name) =>
      json(`${GOVERNANCE}/validate-code`, { code: 'LLLLLL', properties: [{ key: 'username', value: name }] }),
  ],
  [
    'the page that recovers, by a link',
    'alice',
    (name) => form('/account/recover', { username: name, decision: 'link' }),
  ],
  [
    'the page that recovers, by a code',
    'alice',
    (name) => form('/account/recover', { username: name, decision: 'otp' }),
  ],
  ['the page for the user name', 'alice', (name) => form('/account/user-name', { email: mailOf(name) })],
  [
    'registration with a name',
    'alice',
    (name) =>
      json(`${GOVERNANCE}/me`, {
        user: {
          username: name,
          password: 'a password of some length',
          ...claim('emailaddress', mailOf(name)),
        },
      }),
  ],
  ['sign-in with a wrong password', 'alice', undefined],
];

const dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-times-'));
const sandbox = new SandboxProcess(dataDir);
const { issuer, applications } = await sandbox.ready();
try {
  const enumeration = { hideUserExistence: true, notifyAccountStatus: false };
  await sandbox.call('governance.set', { enumeration, accountLock: { enabled: false } });
  const register = {
    username: 'waiting',
    password: 'a password of some length',
    ...claim('emailaddress', mailOf('waiting')),
  };
  await ask(json(`${GOVERNANCE}/me`, { user: register }));
  const rounds = Number(values.n);
  process.stdout.write(
    '| asked | pairs | known, median ms | unknown, median ms | median difference within a pair, ms | known is slower in |\n|---|---:|---:|---:|---:|---:|\n',
  );
  for (const [place, known, request] of PLACES) {
    if (!new RegExp(values.only).test(place)) continue;
    const make = request ?? (await signIns());
    const slow = /registration|sign-in/.test(place);
    const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
    const count = slow ? Math.ceil(rounds / 8) : rounds;
    for (let round = -20; round < count; round += 1) {
      const pair: ['known' | 'unknown', string][] = [
        ['known', known],
        // The same name again and again, as the other is; a registration makes an account of it.
        ['unknown', place.startsWith('registration') ? `zoe-${round + 20}-${Date.now()}` : 'zoe'],
      ];
      if (Math.random() < 0.5) pair.reverse();
      for (const [kind, name] of pair) {
        const took = await ask(make(name));
        if (round >= 0) times[kind].push(took);
      }
    }
    const [one, other] = [median(times.known), median(times.unknown)];
    const apart = times.known.map((time, at) => time - (times.unknown[at] ?? time));
    const slower = (100 * apart.filter((time) => time > 0).length) / apart.length;
    process.stdout.write(
      `| ${place} | ${count} | ${one.toFixed(3)} | ${other.toFixed(3)} | ${median(apart).toFixed(3)} | ${slower.toFixed(0)} % |\n`,
    );
  }
} finally {
  await sandbox.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

async function ask({ path, headers, body }: Request): Promise<number> {
  const began = performance.now();
  const response = await fetch(`${issuer}${path}`, { method: 'POST', headers, body, redirect: 'manual' });
  await response.arrayBuffer();
  return performance.now() - began;
}

/** One sign-in page, at which passwords are typed over and over. */
async function signIns(): Promise<Ask> {
  const parameters = {
    client_id: 'online-banking',
    redirect_uri: applications.find((one) => one.client_id === 'online-banking')?.redirect_uris[0] ?? '',
    response_type: 'code',
    scope: 'openid',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  };
  const begun = await fetch(`${issuer}/auth?${new URLSearchParams(parameters)}`, { redirect: 'manual' });
  const cookie = begun.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const path = new URL(begun.headers.get('location') ?? '', issuer).pathname;
  return (name) => {
    const request = form(path, {
      username: name,
      password: 'wrong password of some length',
      decision: 'allow',
    });
    return { ...request, headers: { ...request.headers, cookie } };
  };
}

function median(all: readonly number[]): number {
  const sorted = all.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
