import type { FlowView, Hop } from '../contract/flow.ts';
import type { Run } from '../fixes/ending.ts';
import type { ForkedSandbox } from '../fixes/ports.ts';
import { sendAgain, signIn } from '../fixes/run.ts';
import { sendTokenRequest } from '../fixes/token-request.ts';
import { isTokenRequest } from '../fixes/wish.ts';
import { Accounts } from '../store/accounts.ts';
import { Applications } from '../store/applications.ts';
import { nothingToReplay } from './errors.ts';

/** What a recorded story lets one run again: in words, and the way to do it on a fork. */
export interface Replay {
  what: string;
  run(fork: ForkedSandbox): Promise<Run>;
}

/**
 * Reads from a story of the live log what can be run again: the hop that is named (a call of an API, a token request),
 * else the sign-in that the story began with, else its last call of an API. Throws `fork.nothing-to-run`.
 */
export function replayOf(story: FlowView, span: string | undefined, fork: ForkedSandbox): Replay {
  const persona = personaOf(story);
  const hop = story.hops.find((candidate) => candidate.span === span);
  const named = hop && hopAgain(hop, story, persona, fork);
  const found = named ?? signInAgain(story, persona, fork) ?? lastCallAgain(story, persona, fork);
  if (!found) throw nothingToReplay();
  return found;
}

function hopAgain(hop: Hop, story: FlowView, persona: string | undefined, fork: ForkedSandbox) {
  if (hop.to === 'gateway') return callAgain(hop, persona);
  if (!isTokenRequest(hop)) return undefined;
  const decision = story.decisions.find(({ span }) => span === hop.span);
  const client =
    story.tokens.find(({ seq }) => seq >= hop.request.seq && seq <= (hop.response?.seq ?? 0))?.client ??
    (hop.from.startsWith('app:') ? hop.from.slice('app:'.length) : undefined) ??
    new URLSearchParams(hop.request.body?.text ?? '').get('client_id') ??
    decision?.node;
  const application = client === undefined ? undefined : new Applications(fork.core.store).get(client);
  return {
    what: hop.title,
    run: (on: ForkedSandbox) => sendTokenRequest(on, { hop, from: hop.from, persona }, application),
  };
}

function callAgain(hop: Hop, persona: string | undefined): Replay {
  return {
    what: `${hop.method} ${hop.target}`,
    run: (fork) => sendAgain(fork, { hop, from: hop.from, persona }),
  };
}

function lastCallAgain(story: FlowView, persona: string | undefined, fork: ForkedSandbox) {
  const call = story.hops.findLast(({ to }) => to === 'gateway');
  return call && hopAgain(call, story, persona, fork);
}

function signInAgain(story: FlowView, persona: string | undefined, fork: ForkedSandbox): Replay | undefined {
  const request = story.hops.find(({ to, target }) => to === 'idp' && /^\/auth\?/.test(target));
  const client = request && new URLSearchParams(request.target.split('?', 2)[1]).get('client_id');
  if (!client || persona === undefined || !fork.hasPages(client)) return undefined;
  const person = new Accounts(fork.core.store).get(persona)?.name ?? persona;
  const name = new Applications(fork.core.store).get(client)?.name ?? client;
  return { what: `The sign-in of ${person} to ${name}`, run: (on) => signIn(on, persona, client) };
}

/** Whose story it is: the person whose browser took part, or whom its tokens name. */
function personaOf({ participants, tokens }: FlowView): string | undefined {
  const browser = participants.find(({ id }) => id.startsWith('browser:'))?.id.slice('browser:'.length);
  return browser ?? tokens.find(({ subject }) => subject !== undefined)?.subject;
}
