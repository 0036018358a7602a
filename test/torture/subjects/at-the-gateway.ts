import { assertForm } from '../answer-form.ts';
import type { Ground } from '../ground.ts';
import { judge, type World } from '../judge/judge.ts';
import { type Answer, send } from '../raw-http.ts';
import { type Ending, Violation } from '../verdict.ts';

/** What an outside caller reads at the accounts API. */
export const ACCOUNTS_PATH = '/accounts/1.0/accounts';

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

/**
 * Sends a request to the accounts API and lets the judge rule on it, too. Oracles: both say the same; what was refused
 * has reached no backend and changed nothing; the answer is in form. `before` is the clock as the request was made, s.
 */
export async function judgedCall(
  ground: Ground,
  world: World,
  { lines, query = '', before }: { lines: readonly string[]; query?: string; before: number },
): Promise<{ ending: Ending; answer: Answer }> {
  const { port, host } = ground.port('gateway');
  const digest = ground.stateDigest();
  const head = [`GET ${ACCOUNTS_PATH}${query} HTTP/1.1`, `Host: ${host}`, ...lines].join('\r\n');
  const { answers } = await send(port, Buffer.from(`${head}\r\n\r\n`, 'latin1'));
  const after = await ground.now();
  const answer = answers[0];
  if (!answer) throw new Violation('form', 'no answer');
  assertForm(answer, 'GET');
  const events = await ground.logged((seen) => seen.some(({ type }) => type.startsWith('gw.request.')));
  const reached = events.some(({ node }) => node.startsWith('api:'));
  const passed = events.some(({ type }) => type === 'gw.request.allowed');
  const values = (name: RegExp): string[] =>
    lines
      .filter((line) => name.test(line))
      .map((line) => line.slice(line.indexOf(':') + 1).replace(/^[ \t]+|[ \t]+$/g, ''));
  const judged = {
    method: 'GET',
    address: `http://${host}${ACCOUNTS_PATH}`,
    query,
    authorization: values(/^authorization:/i),
    proofs: values(/^dpop:/i),
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
  return { ending: passed ? 'allowed' : 'refused', answer };
}
