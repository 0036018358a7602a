import fc from 'fast-check';
import { Flows } from '../flows.ts';
import type { Ground } from '../ground.ts';
import { hammered } from '../hammer.ts';
import { type Ending, type Subject, Violation } from '../verdict.ts';

/** Steps of a story about tokens and time. `edge` puts the clock that many seconds from the end of the token's life. */
type Step =
  | { kind: 'issue'; opaque: boolean }
  | { kind: 'use' | 'revoke'; token: number }
  | { kind: 'edge'; token: number; seconds: number }
  | { kind: 'jump'; seconds: number }
  | { kind: 'rotate keys' };

/** What is known of a token without asking the gateway. */
interface Known {
  value: string;
  api: number;
  iat: number;
  exp: number;
  revoked: boolean;
  /** Its end has been passed once: the provider may have swept it away, and putting the clock back need not revive it. */
  spent: boolean;
}

const ACCOUNTS = 0;
const CARDS = 2;

/**
 * Tokens that are issued, used, revoked and outlived in any order, with the clock moved both ways and the keys turned
 * between. Oracle: a ledger of its own says which tokens must pass, and which must not; no cache may disagree.
 */
export function lifetimeSubject(ground: Ground): Subject {
  const flows = new Flows(ground);
  const token = fc.nat({ max: 3 });
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 4, arbitrary: token.map((index): Step => ({ kind: 'use', token: index })) },
    { weight: 2, arbitrary: fc.boolean().map((opaque): Step => ({ kind: 'issue', opaque })) },
    { weight: 1, arbitrary: token.map((index): Step => ({ kind: 'revoke', token: index })) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(token, fc.constantFrom(-2, -1, 0, 1))
        .map(([index, seconds]): Step => ({ kind: 'edge', token: index, seconds })),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(-3600, -301, -2, -1, 1, 299, 301)
        .map((seconds): Step => ({ kind: 'jump', seconds })),
    },
    { weight: 1, arbitrary: fc.constant<Step>({ kind: 'rotate keys' }) },
  );
  return hammered<Step[]>({
    name: 'lifetimes, revocation and the clock',
    share: 0.05,
    shape: fc
      .array(step, { minLength: 3, maxLength: 14 })
      .map((steps): Step[] => [{ kind: 'issue', opaque: false }, ...steps]),
    corpus: [false, true].flatMap((opaque) =>
      [-2, -1, 0, 1].map((seconds): Step[] => [
        { kind: 'issue', opaque },
        { kind: 'use', token: 0 },
        { kind: 'edge', token: 0, seconds },
        { kind: 'use', token: 0 },
        { kind: 'jump', seconds: -3600 },
        { kind: 'use', token: 0 },
      ]),
    ),
    strike: async (steps) => {
      await ground.sandbox.call('clock.reset', {});
      const ending = await play(flows, steps);
      await ground.logged();
      return ending;
    },
  });
}

async function play(flows: Flows, steps: readonly Step[]): Promise<Ending> {
  const { sandbox } = flows.ground;
  const known: Known[] = [];
  let ending: Ending = 'refused';
  const move = async (seconds: number): Promise<void> => {
    await sandbox.call('clock.advance', { ms: Math.round(seconds * 1000) });
    const now = await flows.ground.now();
    for (const token of known) token.spent ||= now >= token.exp;
  };
  for (const step of steps) {
    const token = 'token' in step ? known[step.token] : undefined;
    if (step.kind === 'issue') {
      const api = step.opaque ? CARDS : ACCOUNTS;
      const value = await flows.issue(api);
      known.push({ value, api, ...(await flows.lifetime(value)), revoked: false, spent: false });
    } else if (step.kind === 'jump') await move(step.seconds);
    else if (step.kind === 'rotate keys') await sandbox.call('keys.rotate', {});
    else if (token && step.kind === 'edge')
      await move(token.exp + step.seconds + 0.05 - (await flows.ground.now()));
    else if (token && step.kind === 'revoke') {
      // Signed tokens, too: the provider keeps a register of them (RFC 7009 §2.1).
      await flows.revoke(token.value);
      token.revoked = true;
    } else if (token && step.kind === 'use') ending = await use(flows, token);
  }
  return ending;
}

async function use(flows: Flows, token: Known): Promise<Ending> {
  const before = Math.floor(await flows.ground.now());
  const { status, body } = await flows.call(token.value, token.api);
  const passed = status < 400;
  const after = Math.floor(await flows.ground.now());
  const valid = [before, after].map((now) => !token.revoked && now >= token.iat && now < token.exp);
  const told = `${JSON.stringify({ ...token, value: undefined, before, after })} got ${status} ${body}`;
  if (passed && !valid.includes(true)) throw new Violation('wrong allow', told);
  if (!passed && !valid.includes(false) && !token.spent) throw new Violation('wrong deny', told);
  return passed ? 'allowed' : 'refused';
}
