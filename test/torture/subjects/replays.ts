import fc from 'fast-check';
import { CARE_DESK, Flows, type TokenAnswer } from '../flows.ts';
import type { Ground } from '../ground.ts';
import { hammered } from '../hammer.ts';
import { type Ending, type Subject, Violation } from '../verdict.ts';

interface Replay {
  scenario: keyof typeof SCENARIOS;
  /** How many use the one thing at once. */
  times: number;
  /** Seconds before (negative) or after the end of its life. */
  edge: number;
}

/** Codes, refresh tokens, device codes and pushed requests: twice, many at once, by others, and at the end of their lives. */
export function replaySubject(ground: Ground): Subject {
  const flows = new Flows(ground);
  const names = Object.keys(SCENARIOS) as Replay['scenario'][];
  return hammered<Replay>({
    name: 'replays and parallel use',
    share: 0.1,
    shape: fc.record({
      scenario: fc.constantFrom(...names),
      times: fc.oneof(fc.constant(50), fc.integer({ min: 2, max: 50 })),
      edge: fc.constantFrom(-2, -1, 0, 1, 3600),
    }),
    corpus: names.map((scenario) => ({ scenario, times: 50, edge: 0 })),
    prepare: async () => flows.reset(),
    strike: async (value) => {
      const ending = await SCENARIOS[value.scenario](flows, value);
      await ground.logged();
      return ending;
    },
  });
}

type Scenario = (flows: Flows, replay: Replay) => Promise<Ending>;

const SCENARIOS = {
  'a code again': async (flows) => {
    const code = await flows.code();
    const first = granted(await flows.redeem(code));
    denied(await flows.redeem(code), 'invalid_grant', 'a code that was used (RFC 6749 §4.1.2)');
    await dead(flows, first, 'a code that was used twice');
    return 'refused';
  },
  'a code many at once': (flows, { times }) =>
    race(flows, times, 'a code', async () => {
      const code = await flows.code();
      return () => flows.redeem(code);
    }),
  'a code of another application': async (flows) => {
    const code = await flows.code();
    denied(await flows.redeem(code, {}, CARE_DESK), 'invalid_grant', "another's code (RFC 6749 §5.2)");
    return 'refused';
  },
  'a code for another address': async (flows) => {
    const code = await flows.code();
    const change = { redirect_uri: 'http://127.0.0.1:8/callback' };
    denied(await flows.redeem(code, change), 'invalid_grant', 'another redirect_uri (RFC 6749 §4.1.3)');
    return 'refused';
  },
  'a code without its verifier': async (flows, { times }) => {
    const verifiers = ['', 'x'.repeat(43), 'x'.repeat(129), 'torture'];
    const code = await flows.code();
    const change = { code_verifier: verifiers[times % verifiers.length] ?? '' };
    denied(await flows.redeem(code, change), /^invalid_(?:grant|request)$/, 'no verifier (RFC 7636 §4.6)');
    return 'refused';
  },
  'a code at the end of its life': async (flows, { edge }) => {
    const code = await flows.code();
    // RFC 6749 §4.1.2: short-lived; here a minute. The clock is moved, so the real time since is all that is unsure.
    await flows.ground.sandbox.call('clock.advance', { ms: (60 + edge) * 1000 });
    const answer = await flows.redeem(code);
    if (edge >= 0) denied(answer, 'invalid_grant', 'an expired code');
    return answer.status === 200 ? 'allowed' : 'refused';
  },
  'a refresh token again': async (flows) => {
    const first = granted(await flows.redeem(await flows.code()));
    const second = granted(await flows.refresh(first.refresh_token ?? ''));
    denied(
      await flows.refresh(first.refresh_token ?? ''),
      'invalid_grant',
      'a rotated token (RFC 9700 §4.14.2)',
    );
    await dead(flows, second, 'a refresh token that was used twice');
    await dead(flows, first, 'a refresh token that was used twice');
    return 'refused';
  },
  'a refresh token many at once': (flows, { times }) =>
    race(flows, times, 'a refresh token', async () => {
      const { refresh_token = '' } = granted(await flows.redeem(await flows.code()));
      return () => flows.refresh(refresh_token);
    }),
  'a refresh token of another application': async (flows) => {
    const { refresh_token = '' } = granted(await flows.redeem(await flows.code()));
    denied(
      await flows.refresh(refresh_token, {}, CARE_DESK),
      'invalid_grant',
      "another's token (RFC 6749 §6)",
    );
    return 'refused';
  },
  'a refresh token for more': async (flows) => {
    const { refresh_token = '' } = granted(await flows.redeem(await flows.code()));
    const change = { scope: 'openid accounts:list payments:create' };
    denied(
      await flows.refresh(refresh_token, change),
      'invalid_scope',
      'more than was granted (RFC 6749 §6)',
    );
    return 'refused';
  },
  'a refresh token that was revoked': async (flows) => {
    const first = granted(await flows.redeem(await flows.code()));
    await flows.revoke(first.refresh_token ?? '');
    denied(
      await flows.refresh(first.refresh_token ?? ''),
      'invalid_grant',
      'a revoked token (RFC 7009 §2.1)',
    );
    return 'refused';
  },
  'a device code before and after': async (flows) => {
    const { device_code, user_code } = await flows.device();
    denied(await flows.poll(device_code), 'authorization_pending', 'not yet approved (RFC 8628 §3.5)');
    denied(await flows.poll(device_code, CARE_DESK), /./, "another's device code");
    await flows.approve(user_code);
    granted(await flows.poll(device_code));
    denied(await flows.poll(device_code), 'invalid_grant', 'a device code that was used');
    return 'refused';
  },
  'a device code many at once': (flows, { times }) =>
    race(flows, times, 'a device code', async () => {
      const { device_code, user_code } = await flows.device();
      await flows.approve(user_code);
      return () => flows.poll(device_code);
    }),
  'a pushed request again': async (flows) => {
    const pushed = { client_id: 'workbench', request_uri: await flows.push() };
    await flows.visit(pushed);
    const again = await flows.visit(pushed);
    if (again.url.includes('code=')) throw new Violation('wrong allow', 'a request_uri twice (RFC 9126 §4)');
    return 'refused';
  },
  'a pushed request of another application': async (flows) => {
    const page = await flows.visit({ client_id: 'care-desk', request_uri: await flows.push() });
    if (page.url.includes('code='))
      throw new Violation('wrong allow', "another's request_uri (RFC 9126 §2.2)");
    return 'refused';
  },
  'a pushed request at the end of its life': async (flows, { edge }) => {
    const pushed = { client_id: 'workbench', request_uri: await flows.push() };
    await flows.ground.sandbox.call('clock.advance', { ms: (60 + edge) * 1000 });
    const got = (await flows.visit(pushed)).url.includes('code=');
    if (edge >= 0 && got) throw new Violation('wrong allow', 'an expired request_uri (RFC 9126 §4)');
    return got ? 'allowed' : 'refused';
  },
} satisfies Record<string, Scenario>;

/**
 * Many use one thing at once: at most one succeeds, and since it was used again, what it gave is worth nothing. None may
 * succeed, too: the second use can end the grant before the first has its answer.
 */
async function race(
  flows: Flows,
  times: number,
  what: string,
  prepare: () => Promise<() => Promise<TokenAnswer>>,
): Promise<Ending> {
  const use = await prepare();
  const answers = await Promise.all(Array.from({ length: times }, use));
  const won = answers.filter(({ status }) => status === 200);
  if (won.length > 1)
    throw new Violation('wrong allow', `${what} gave tokens ${won.length} times of ${times}`);
  for (const answer of answers) if (answer.status !== 200) denied(answer, 'invalid_grant', what);
  for (const answer of won) await dead(flows, answer, `${what} that was used ${times} times`);
  return 'refused';
}

function granted(answer: TokenAnswer): TokenAnswer {
  if (answer.status !== 200) throw new Violation('wrong deny', `a right request: ${JSON.stringify(answer)}`);
  return answer;
}

function denied(answer: TokenAnswer, error: string | RegExp, what: string): void {
  if (answer.status === 200) throw new Violation('wrong allow', what);
  const fits = typeof error === 'string' ? answer.error === error : error.test(answer.error ?? '');
  if (!fits || answer.status >= 500) throw new Violation('form', `${what}: ${JSON.stringify(answer)}`);
}

/** Tokens that came from what was used twice must be revoked (RFC 6749 §4.1.2, RFC 9700 §4.14.2). */
async function dead(flows: Flows, { access_token, refresh_token }: TokenAnswer, why: string): Promise<void> {
  if (access_token !== undefined && (await flows.call(access_token)).status < 400)
    throw new Violation('wrong allow', `the access token lives after ${why}`);
  if (refresh_token !== undefined && (await flows.refresh(refresh_token)).status === 200)
    throw new Violation('wrong allow', `the refresh token lives after ${why}`);
}
