import { GatehouseError, toPublicError } from '../contract/errors.ts';
import type { FixSearch, FixTrial, Privilege, TriedFix } from '../contract/fixes.ts';
import { callChanges } from './call-changes.ts';
import type { Candidates, Change } from './change.ts';
import type { FixPorts, ForkedSandbox } from './ports.ts';
import { type Run, sendAgain } from './run.ts';
import { signInChanges } from './sign-in-changes.ts';
import { claimsOf } from './token-claims.ts';
import { type Wish, wishOf } from './wish.ts';

const LEAST_FIRST: readonly Privilege[] = ['none', 'narrow', 'wide'];

/** The part that answers “what would have let it pass?”, by trying on forks. */
export interface Fixes {
  find(input: { flow: string; span: string }): Promise<FixSearch>;
  try(input: { flow: string; span: string; fix: string }): Promise<FixTrial>;
}

/**
 * Finds the single changes that would have let a refused hop pass. Each is made on a fork of its own and the wish is
 * run again through the real parts: nothing here knows the rules, and nothing real is changed.
 */
export function createFixes(ports: FixPorts): Fixes {
  return {
    find: async ({ flow, span }) => {
      const wish = wishOf(ports, flow, span);
      const { changes, limits } = candidatesFor(ports, wish);
      const unchanged =
        wish.kind === 'call' ? await onFork(ports, (fork) => sendAgain(fork, wish)) : undefined;
      const tried: TriedFix[] = [];
      for (const change of changes) tried.push(triedFix(change, await onFork(ports, change.run)));
      return {
        wish: inWords(wish),
        ...(unchanged ? { unchanged: { passes: unchanged.passes, ending: unchanged.ending } } : {}),
        fixes: tried
          .filter(({ passes }) => passes)
          .sort((a, b) => LEAST_FIRST.indexOf(a.privilege) - LEAST_FIRST.indexOf(b.privilege)),
        others: tried.filter(({ passes }) => !passes),
        limits,
      };
    },
    try: async ({ flow, span, fix }) => {
      const wish = wishOf(ports, flow, span);
      const change = candidatesFor(ports, wish).changes.find(({ id }) => id === fix);
      if (!change) throw unknownFix(fix);
      const fork = await ports.fork();
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

const candidatesFor = (ports: FixPorts, wish: Wish): Candidates =>
  wish.kind === 'call' ? callChanges(ports, wish) : signInChanges(ports, wish);

async function onFork(ports: FixPorts, work: (fork: ForkedSandbox) => Promise<Run>): Promise<Run> {
  const fork = await ports.fork();
  try {
    return await attempt(fork, work);
  } finally {
    await fork.close();
  }
}

/** What could not be done on the fork is an answer too: the change does not help. */
async function attempt(fork: ForkedSandbox, work: (fork: ForkedSandbox) => Promise<Run>): Promise<Run> {
  try {
    return await work(fork);
  } catch (error) {
    // What came as raw bytes may be no request that a client could send: TRACE, an address in place of a path.
    if (error instanceof TypeError)
      return { passes: false, ending: `It cannot be sent again: ${error.message}.`, flow: '' };
    if (!(error instanceof GatehouseError)) throw error;
    const { what, why } = toPublicError(error);
    return { passes: false, ending: `${what} ${why}`, flow: '' };
  }
}

function triedFix({ id, title, detail, privilege }: Change, { passes, status, rule, ending }: Run): TriedFix {
  return { id, title, detail, privilege, passes, status, rule, ending };
}

function inWords(wish: Wish): string {
  const who = wish.persona === undefined ? '' : ` for ${wish.persona}`;
  return wish.kind === 'call'
    ? `${wish.hop.method} ${wish.hop.target}${who}`
    : `A sign-in to ${wish.client ?? 'an application'}${who}`;
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
