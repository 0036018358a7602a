import type { ActorKind, Participant } from '../../contract/world.ts';

/** The order of lifelines: whoever starts stands left, what is protected stands right. */
const ORDER: Record<ActorKind, number> = {
  attacker: 0,
  browser: 1,
  outside: 2,
  client: 3,
  idp: 4,
  gateway: 5,
  backend: 6,
  control: 7,
};

const PREFIXES: [string, ActorKind][] = [
  ['browser:', 'browser'],
  ['app:', 'client'],
  ['api:', 'backend'],
];

const FIXED: Record<string, [string, ActorKind]> = {
  idp: ['Identity provider', 'idp'],
  workflows: ['Workflows', 'idp'],
  gateway: ['Gateway', 'gateway'],
  outside: ['Outside client', 'outside'],
  sandbox: ['Sandbox', 'control'],
};

/** `online-banking` as a name: `Online banking`. */
function nameFromId(id: string): string {
  const words = id.replaceAll(/[-_]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/**
 * The participant with this id: as the world names it, or, for one that the world does not know (any more), as far
 * as its id tells.
 */
export function participantFor(id: string, known: ReadonlyMap<string, Participant>): Participant {
  const found = known.get(id);
  if (found !== undefined) return found;
  const fixed = FIXED[id];
  if (fixed !== undefined) return { id, name: fixed[0], kind: fixed[1] };
  const prefix = PREFIXES.find(([start]) => id.startsWith(start));
  if (prefix === undefined) return { id, name: nameFromId(id), kind: 'outside' };
  const name = nameFromId(id.slice(prefix[0].length));
  return { id, name: prefix[1] === 'browser' ? `${name}’s browser` : name, kind: prefix[1] };
}

/** Participants by their place in the diagram; those of one kind stay in the order in which they appeared. */
export function inDiagramOrder(participants: readonly Participant[]): Participant[] {
  return participants
    .map((participant, index) => ({ participant, index }))
    .sort((a, b) => ORDER[a.participant.kind] - ORDER[b.participant.kind] || a.index - b.index)
    .map((entry) => entry.participant);
}

/** What shows an id of an actor or an account to a reader: `persona:alice` and `alice` are `Alice`. */
export function personName(id: string): string {
  return nameFromId(id.includes(':') ? id.slice(id.indexOf(':') + 1) : id);
}
