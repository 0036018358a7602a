import { randomUUID } from 'node:crypto';
import { type Ground, issue } from '../ground.ts';
import { hammered } from '../hammer.ts';
import type { World } from '../judge/judge.ts';
import {
  CLIENT_KEY,
  PROOF_CASES,
  PROOF_CORPUS,
  type ProofCase,
  presentedAs,
  proofOf,
} from '../shapes/proof-case.ts';
import { part, publicHalf, signature } from '../shapes/sign.ts';
import type { Subject } from '../verdict.ts';
import { ACCOUNTS_PATH, judgedCall, worldOf } from './at-the-gateway.ts';

/** Proofs of possession of all kinds, for a token that the provider bound to a key (RFC 9449), and replays of them. */
export function proofSubject(ground: Ground): Subject {
  const used = new Set<string>();
  let world: World | undefined;
  let token: { value: string; at: number } | undefined;
  return hammered<ProofCase>({
    name: 'DPoP proofs at the gateway',
    share: 0.5,
    shape: PROOF_CASES,
    corpus: PROOF_CORPUS,
    prepare: async () => {
      world = { ...(await worldOf(ground)), usedProofs: used };
      token = undefined;
    },
    strike: async (value) => {
      if (!world) throw new Error('not prepared');
      const { host } = ground.port('gateway');
      if (token === undefined || performance.now() - token.at > 60_000) {
        token = { value: await boundToken(ground), at: performance.now() };
        await ground.mark();
      }
      const before = await ground.now();
      const access = value.presented === 'unbound token' ? await ground.token() : token.value;
      const htu = `http://${host}${ACCOUNTS_PATH}`;
      const last = [...used].at(-1)?.split(' ')[1] ?? 'none';
      const target = { token: access, method: 'GET', htu, host, now: Math.floor(before), used: last };
      const proof = proofOf(value, target);
      const { ending } = await judgedCall(ground, world, {
        lines: presentedAs(value, access, proof),
        before,
      });
      if (ending === 'allowed') used.add(`${CLIENT_KEY.thumbprint} ${jtiOf(proof)}`);
      return ending;
    },
  });
}

const jtiOf = (proof: string): string =>
  (JSON.parse(Buffer.from(proof.split('.')[1] ?? '', 'base64url').toString('utf8')) as { jti: string }).jti;

/** A token bound to the client's key. The provider wants a proof with a nonce of its own (RFC 9449 §8). */
async function boundToken(ground: Ground): Promise<string> {
  const { resource = '', scopes = [] } = ground.sandbox.ready.apis[0] ?? {};
  const first = await fetch(`${ground.issuer}/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa('workbench:workbench-sandbox-secret')}`,
      dpop: await tokenProof(ground),
    },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource, scope: scopes.join(' ') }),
  });
  const nonce = first.headers.get('dpop-nonce') ?? '';
  return issue(
    ground.sandbox,
    { resource, scope: scopes.join(' ') },
    { dpop: await tokenProof(ground, nonce) },
  );
}

async function tokenProof(ground: Ground, nonce?: string): Promise<string> {
  const header = { typ: 'dpop+jwt', alg: CLIENT_KEY.alg, jwk: publicHalf(CLIENT_KEY.jwk) };
  const iat = Math.floor(await ground.now());
  const input = `${part(header)}.${part({ jti: randomUUID(), htm: 'POST', htu: `${ground.issuer}/token`, iat, nonce })}`;
  return `${input}.${signature(CLIENT_KEY.alg, input, CLIENT_KEY.jwk)}`;
}
