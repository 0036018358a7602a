import type { SandboxEvent } from '../../../contract/events.ts';
import type { Hop } from '../../../contract/flow.ts';
import type { StoryEntry, StoryLane } from '../../../contract/workflow-story.ts';
import type { Participant } from '../../../contract/world.ts';
import { decisionTitle } from '../decisions.ts';
import { participantFor } from '../participants.ts';
import { isStep, STEP_WORDS } from './workflow-words.ts';

/** Who the lanes of a workflow belong to. */
export interface StoryPeople {
  /** What the person of the account is called. */
  person: string;
  /** The persona's browser, when the account is one of the world's own people. */
  browser: string | undefined;
  participants: ReadonlyMap<string, Participant>;
}

const ORDER: readonly StoryLane['part'][] = [
  'administrator',
  'person',
  'inbox',
  'phone',
  'caller',
  'approver',
  'idp',
  'account',
];

/** The facts of one workflow, and the calls during which they came about, as a sequence with its lanes. */
export function storyOf(
  events: readonly SandboxEvent[],
  hops: readonly Hop[],
  people: StoryPeople,
): { lanes: StoryLane[]; entries: StoryEntry[] } {
  const spans = new Set(hops.map(({ span }) => span));
  const entries = [
    ...hops.flatMap((hop) => entriesOfHop(hop, people)),
    ...actsOf(events, spans),
    ...events.map(entryOfEvent),
  ].sort((a, b) => a.seq - b.seq);
  return { lanes: lanesOf(entries, ['person', 'idp', 'account'], people), entries };
}

/** The lanes that entries stand on, and some that are there in any case, in the order of the picture. */
export function lanesOf(
  entries: readonly StoryEntry[],
  always: readonly string[],
  people: StoryPeople,
): StoryLane[] {
  const used = new Set([
    ...always,
    ...entries.flatMap(({ from, to }) => (to === null ? [from] : [from, to])),
  ]);
  return [...used]
    .map((id) => laneOf(id, people))
    .sort((a, b) => ORDER.indexOf(a.part) - ORDER.indexOf(b.part));
}

/** The lane of a participant: her browser and her mail program are the person’s and her inbox’s. */
export function laneFor(participant: string, { browser }: Pick<StoryPeople, 'browser'>): string {
  if (participant === browser) return 'person';
  if (participant === 'app:mail') return 'inbox';
  return participant === 'sandbox' || participant === 'control' ? 'administrator' : participant;
}

/** A lane by its id. */
export function laneOf(id: string, { person, participants }: StoryPeople): StoryLane {
  if (id === 'administrator') return { id, name: 'Administrator', part: id, actor: 'control' };
  if (id === 'person') return { id, name: person, part: id, actor: 'browser' };
  if (id === 'inbox') return { id, name: 'Inbox', part: id, actor: 'client' };
  if (id === 'phone') return { id, name: 'Phone', part: id, actor: 'client' };
  if (id === 'approver') return { id, name: 'Approver', part: id, actor: 'browser' };
  if (id === 'account') return { id, name: 'Account', part: id, actor: 'idp' };
  const { name, kind } = participantFor(id, participants);
  return { id, name, part: id === 'idp' ? 'idp' : 'caller', actor: kind };
}

export function entriesOfHop(hop: Hop, people: StoryPeople): StoryEntry[] {
  const [from, to] = [laneFor(hop.from, people), laneFor(hop.to, people)];
  const front = hop.channel === 'front';
  const shared = { flow: null, span: hop.span, front };
  const call: StoryEntry = {
    ...shared,
    kind: 'call',
    seq: hop.request.seq,
    vtime: hop.request.vtime,
    from,
    to,
    title: hop.title,
    outcome: 'ok',
  };
  const { response } = hop;
  if (response === undefined) return [call];
  const bad = response.status >= 400;
  const answer: StoryEntry = {
    ...shared,
    kind: 'answer',
    seq: response.seq,
    vtime: response.vtime,
    from: to,
    to: from,
    title: response.title,
    outcome: bad ? (hop.outcome === 'denied' ? 'denied' : 'failed') : 'ok',
  };
  return [call, answer];
}

/** What somebody did at the administration screens: no request began it, so the act itself is drawn. */
function actsOf(events: readonly SandboxEvent[], spans: ReadonlySet<string>): StoryEntry[] {
  const begun = new Set<string>();
  return events.flatMap((event) => {
    const { span, flow = null, vtime, actor } = event;
    if (actor !== 'sandbox' || span === undefined || spans.has(span) || begun.has(span)) return [];
    begun.add(span);
    const change = events.find((one) => one.span === span && typeof one.data.title === 'string') ?? event;
    return {
      kind: 'act',
      // Half a place before all that it caused: no fact has this number.
      seq: event.seq - 0.5,
      vtime,
      flow,
      span,
      from: 'administrator',
      to: 'idp',
      title: String(change.data.title ?? change.data.trigger ?? 'acts'),
      outcome: 'ok',
      front: false,
    };
  });
}

export function entryOfEvent(event: SandboxEvent): StoryEntry {
  const { seq, vtime, flow = null, span = null, outcome } = event;
  const shared = { seq, vtime, flow, span, outcome, front: false, to: null };
  switch (event.type) {
    case 'account.code.issued':
    case 'account.code.used':
    case 'account.code.ended':
      return { ...shared, kind: 'code', from: 'idp', title: codeTitle(event) };
    case 'message.sent':
      return messageOf(event, shared);
    case 'account.change-refused':
      return { ...shared, kind: 'refused', from: 'account', title: decisionTitle(event) };
    case 'account.password-changed':
      return { ...shared, kind: 'password', from: 'account', title: 'a new password' };
    default:
      return { ...shared, kind: 'state', from: 'account', title: stateTitle(event) };
  }
}

function messageOf(
  { data, outcome }: SandboxEvent,
  shared: Pick<StoryEntry, 'seq' | 'vtime' | 'flow' | 'span' | 'outcome' | 'front' | 'to'>,
): StoryEntry {
  const sms = data.channel === 'sms';
  if (outcome === 'failed')
    return { ...shared, kind: 'message', from: 'idp', title: `no message: ${String(data.error)}` };
  return {
    ...shared,
    kind: 'message',
    from: 'idp',
    to: sms ? 'phone' : 'inbox',
    title: `${sms ? 'SMS' : 'mail'}: ${String(data.subject ?? data.template)}`,
    front: true,
  };
}

function codeTitle({ type, data }: SandboxEvent): string {
  const what = isStep(data.step) ? STEP_WORDS[data.step] : String(data.step);
  const form = data.format === 'otp' ? 'code to type' : data.channel === 'email' ? 'code in a link' : 'code';
  if (type === 'account.code.issued') return `${form} made: ${what}`;
  if (type === 'account.code.used') return `${form} used: ${what}`;
  const ends = {
    superseded: 'replaced by a newer one',
    withdrawn: 'withdrawn',
    'worn-out': 'closed: tried too often',
  }[String(data.status)];
  return `${form} ${ends ?? 'ended'}`;
}

type LoggedState = { label?: string | null; locked?: boolean; disabled?: boolean };

/** How the state changed: `PENDING_SR → UNLOCKED, lock off`. */
function stateTitle({ type, data }: SandboxEvent): string {
  if (type === 'account.deleted') return 'deleted';
  const from = data.from as LoggedState | null | undefined;
  const to = (data.to ?? {}) as LoggedState;
  const label = to.label ?? 'no label';
  if (!from) return `made: ${label}${to.locked === true ? ', locked' : ''}`;
  const parts = [
    from.label === to.label ? undefined : `${from.label ?? 'no label'} → ${label}`,
    from.locked === to.locked ? undefined : to.locked ? 'lock on' : 'lock off',
    from.disabled === to.disabled ? undefined : to.disabled ? 'disabled' : 'enabled',
  ].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(', ') : `${String(data.title ?? 'changed')} (stays ${label})`;
}
