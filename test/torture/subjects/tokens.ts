import { randomUUID } from 'node:crypto';
import { assertForm } from '../answer-form.ts';
import type { Ground } from '../ground.ts';
import { hammered } from '../hammer.ts';
import { judge, type World } from '../judge/judge.ts';
import { send } from '../raw-http.ts';
import {
  carried,
  TOKEN_CASES,
  TOKEN_CORPUS,
  type TokenCase,
  tokenOf,
  type Workshop,
} from '../shapes/token-case.ts';
import { type Ending, type Subject, Violation } from '../verdict.ts';

const PATH = '/accounts/1.0/accounts';

/**
 * Access tokens of all kinds at the gateway, most of them signed with the provider's own key, so that one thing alone
 * is wrong. The look-up in the register is off: it would refuse every token that the provider did not issue, and hide
 * what the other rules do. Oracle: the judge rules as the gateway does, and what was refused has reached no backend.
 */
export function tokenSubject(ground: Ground): Subject {
  let world: World | undefined;
  return hammered<TokenCase>({
    name: 'access tokens at the gateway',
    share: 1,
    shape: TOKEN_CASES,
    corpus: TOKEN_CORPUS,
    prepare: async () => {
      await ground.sandbox.call('settings.set', { gatewayRevocationLookup: false });
      world = await worldOf(ground);
      await ground.mark();
    },
    strike: (value) => {
      if (!world) throw new Error('not prepared');
      return strike(ground, value, world);
    },
  });
}

async function strike(ground: Ground, value: TokenCase, world: World): Promise<Ending> {
  const before = await ground.now();
  const token = tokenOf(value, workshop(ground, Math.floor(before)));
  const { lines, query } = carried(value.carrier, token);
  const { port, host } = ground.port('gateway');
  const digest = ground.stateDigest();
  const bytes = Buffer.from(
    `GET ${PATH}${query} HTTP/1.1\r\n${[`Host: ${host}`, ...lines].join('\r\n')}\r\n\r\n`,
    'latin1',
  );
  const { answers } = await send(port, bytes);
  const after = await ground.now();
  const answer = answers[0];
  if (!answer) throw new Violation('form', 'no answer');
  assertForm(answer, 'GET');
  const events = await ground.logged((seen) => seen.some(({ type }) => type.startsWith('gw.request.')));
  const reached = events.some(({ node }) => node.startsWith('api:'));
  const passed = events.some(({ type }) => type === 'gw.request.allowed');
  const judged = {
    method: 'GET',
    address: `http://${host}${PATH}`,
    query,
    authorization: lines.filter((line) => line.startsWith('Authorization: ')).map((line) => line.slice(15)),
    proofs: [],
  };
  // Between the two readings of the clock a second may have begun; the gateway may have seen either.
  const rulings = [before, after].map((now) => judge(judged, world, Math.floor(now)));
  if (passed && rulings.every((ruling) => ruling !== null))
    throw new Violation('wrong allow', `${rulings[0]}: ${JSON.stringify(lines)}`);
  if (!passed && rulings.every((ruling) => ruling === null))
    throw new Violation('wrong deny', `${answer.status} ${answer.body}: ${JSON.stringify(lines)}`);
  if (reached !== passed) throw new Violation('wrong allow', 'a backend was called without a decision');
  if (!passed && ground.stateDigest() !== digest)
    throw new Violation('state', 'refused, and the state has changed');
  if (!passed && answer.status < 400) throw new Violation('form', `refused with ${answer.status}`);
  return passed ? 'allowed' : 'refused';
}

function workshop(ground: Ground, now: number): Workshop {
  return {
    keys: ground.signingKeys(),
    now,
    claims: {
      iss: ground.issuer,
      aud: ground.sandbox.ready.apis[0]?.resource,
      sub: 'workbench',
      client_id: 'workbench',
      jti: randomUUID(),
      scope: 'accounts:list accounts:read',
      iat: now - 5,
      exp: now + 300,
    },
  };
}

/** What the judge is told of the world: only what anybody can read. */
export async function worldOf(ground: Ground): Promise<World> {
  const { keys } = (await (await fetch(`${ground.issuer}/jwks`)).json()) as { keys: World['keys'] };
  return {
    issuer: ground.issuer,
    audience: ground.sandbox.ready.apis[0]?.resource ?? '',
    scope: 'accounts:list',
    keys,
    usedProofs: new Set(),
    nonces: new Set(),
  };
}
