import { GatehouseError, toPublicError } from '../contract/errors.ts';
import type { FixSearch, FixTime, FixTrial, Privilege, TriedFix } from '../contract/fixes.ts';
import type { MethodParams } from '../contract/methods.ts';
import { Accounts } from '../store/accounts.ts';
import { Applications } from '../store/applications.ts';
import { callChanges } from './call-changes.ts';
import type { Candidates, Change } from './change.ts';
import type { Run } from './ending.ts';
import type { FixPorts, ForkedSandbox } from './ports.ts';
import { sendAgain } from './run.ts';
import { type Search, Searches } from './searches.ts';
import { signInChanges } from './sign-in-changes.ts';
import { canRepeat, tokenChanges } from './token-changes.ts';
import { claimsOf } from './token-claims.ts';
import { sendTokenRequest } from './token-request.ts';
import { type Wish, wishOf } from './wish.ts';

const LEAST_FIRST: readonly Privilege[] = ['none', 'narrow', 'wide'];

/** The part that answers “what would have let it pass?”, by trying on forks. */
export interface Fixes {
  find(input: MethodParams<'fixes.find'>): Promise<FixSearch>;
  stop(input: MethodParams<'fixes.stop'>): Record<string, never>;
  try(input: MethodParams<'fixes.try'>): Promise<FixTrial>;
}

/**
 * Finds the single changes that would have let a refused hop pass. Each is made on a fork of its own and the wish is
 * run again through the real parts: nothing here knows the rules, and nothing real is changed. The forks stand at the
 * time of the hop, unless the present time is asked for.
 */
export function createFixes(ports: FixPorts): Fixes {
  const searches = new Searches();
  return {
    find: ({ flow, span, time, search: name }) =>
      searches.run(name, async (search) => {
        const wish = wishOf(ports, flow, span);
        const at = timeOf(ports, wish, time);
        const { changes, limits } = candidatesFor(ports, wish);
        const onFork = forkRunner(ports, time === 'hop' ? at : undefined, search);
        const same = repeated(ports, wish);
        const unchanged = same && (await onFork(same));
        const tried: TriedFix[] = [];
        for (const change of changes) tried.push(triedFix(change, await onFork(change.run)));
        return {
          wish: inWords(ports, wish),
          at,
          time,
          ...(unchanged ? { unchanged: { passes: unchanged.passes, ending: unchanged.ending } } : {}),
          fixes: tried
            .filter(({ passes }) => passes)
            .sort((a, b) => LEAST_FIRST.indexOf(a.privilege) - LEAST_FIRST.indexOf(b.privilege)),
          others: tried.filter(({ passes }) => !passes),
          limits,
        };
      }),
    stop: ({ search }) => {
      searches.stop(search);
      return {};
    },
    try: async ({ flow, span, time, fix }) => {
      const wish = wishOf(ports, flow, span);
      const change = candidatesFor(ports, wish).changes.find(({ id }) => id === fix);
      if (!change) throw unknownFix(fix);
      const fork = await ports.fork(time === 'hop' ? timeOf(ports, wish, time) : undefined);
      try {
        const run = await attempt(fork, change.run);
        const after = fork.view(run.flow);
        return {
          fix: triedFix(change, run),
          before: ports.view(flow),
          after,
          claims: claimsOf(fork, after.tokens),
        };
      } finally {
        await fork.close();
      }
    },
  };
}

/** The virtual time at which the forks stand, ms since the epoch. */
const timeOf = ({ core }: FixPorts, wish: Wish, time: FixTime): number =>
  time === 'hop' ? wish.hop.request.vtime : core.clock.now();

function candidatesFor(ports: FixPorts, wish: Wish): Candidates {
  if (wish.kind === 'call') return callChanges(ports, wish);
  return wish.kind === 'token' ? tokenChanges(ports, wish) : signInChanges(ports, wish);
}

/** The same once more without any change, where it can be sent from here. */
function repeated(ports: FixPorts, wish: Wish): Change['run'] | undefined {
  if (wish.kind === 'call') return (fork) => sendAgain(fork, wish);
  if (wish.kind !== 'token' || !canRepeat(ports, wish)) return undefined;
  const application =
    wish.client === undefined ? undefined : new Applications(ports.core.store).get(wish.client);
  return (fork) => sendTokenRequest(fork, wish, application);
}

/** Does each piece of work on a fork of its own, which is closed at once when the search is stopped. */
function forkRunner(ports: FixPorts, at: number | undefined, search: Search) {
  return async (work: Change['run']): Promise<Run> => {
    search.check();
    const fork = await ports.fork(at);
    let closed: Promise<void> | undefined;
    const close = () => {
      closed ??= fork.close();
      return closed;
    };
    const forget = search.onStop(() => void close().catch(() => undefined));
    try {
      search.check();
      return await attempt(fork, work);
    } finally {
      forget();
      await close();
      search.check();
    }
  };
}

/** What could not be done on the fork is an answer too: the change does not help. */
async function attempt(fork: ForkedSandbox, work: (fork: ForkedSandbox) => Promise<Run>): Promise<Run> {
  try {
    return await fork.run(() => work(fork));
  } catch (error) {
    // What came as raw bytes may be no request that a client could send: TRACE, an address in place of a path.
    if (error instanceof TypeError)
      return { passes: false, ending: `It cannot be sent again: ${error.message}.`, flow: '' };
    if (!(error instanceof GatehouseError)) throw error;
    const { what, why } = toPublicError(error);
    return { passes: false, ending: `${what} ${why}`, flow: '' };
  }
}

function triedFix({ run: _run, ...change }: Change, { passes, status, rule, ending }: Run): TriedFix {
  return { ...change, passes, status, rule, ending };
}

/** The wish, with people and applications by their names. */
function inWords({ core }: FixPorts, wish: Wish): string {
  const { persona, client } = wish;
  const person = persona === undefined ? undefined : (new Accounts(core.store).get(persona)?.name ?? persona);
  const who = person === undefined ? '' : ` for ${person}`;
  const name = client === undefined ? undefined : (new Applications(core.store).get(client)?.name ?? client);
  if (wish.kind === 'call') return `${wish.hop.method} ${wish.hop.target}${who}`;
  if (wish.kind === 'token') return `${wish.hop.title}, from ${name ?? 'an unknown application'}${who}`;
  return `A sign-in to ${name ?? 'an application'}${who}`;
}

function unknownFix(fix: string): GatehouseError {
  return new GatehouseError({
    code: 'fix.unknown',
    what: 'This change was not tried.',
    why: `The refusal has no candidate “${fix}” any more: the state may have changed since.`,
    next: 'Ask again what would have let it pass.',
    status: 404,
  });
}
