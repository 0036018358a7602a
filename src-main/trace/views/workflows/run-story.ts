import type { SandboxEvent } from '../../../contract/events.ts';
import type { Hop } from '../../../contract/flow.ts';
import type { RunStory, StoryEntry } from '../../../contract/workflow-story.ts';
import type { Participant } from '../../../contract/world.ts';
import { answered, hopOf } from '../hops.ts';
import { participantFor } from '../participants.ts';
import { entriesOfHop, entryOfEvent, lanesOf, type StoryPeople } from './workflow-entries.ts';

/** The part that runs custom workflows: its calls come from here. */
const ENGINE = 'workflows';
const ABOUT_ACCOUNTS = /^(account|group)\.|^message\.sent$/;

/**
 * A run of a custom workflow as a sequence: the request that began it, each step with its calls, messages and decisions,
 * and what changed in accounts and groups. `events` are those of its story.
 */
export function runStoryOf(
  run: string,
  events: readonly SandboxEvent[],
  participants: ReadonlyMap<string, Participant>,
): RunStory {
  const own = events.filter(({ type, data }) => type.startsWith('workflow.') && data.run === run);
  const [first, last] = [own[0], own.at(-1)];
  if (!first || !last) return { lanes: [], entries: [] };
  const browser = first.actor.replace(/^persona:/, 'browser:');
  const people: StoryPeople = {
    person: first.actor.startsWith('persona:')
      ? participantFor(browser, participants).name.replace(/’s browser$/, '')
      : 'Starter',
    browser,
    participants,
  };
  const spans = new Set(own.flatMap(({ span }) => span ?? []));
  const hops = hopsOf(events, spans, [first.seq, last.seq]);
  const calls = new Set([...spans, ...hops.map(({ span }) => span)]);
  const changes = events.filter(
    ({ type, seq, span }) =>
      ABOUT_ACCOUNTS.test(type) && seq > first.seq && span !== undefined && calls.has(span),
  );
  const entries = [
    ...hops.flatMap((hop) => entriesOfHop(hop, people)).map(plainAnswer),
    ...own.flatMap(entryOfStep),
    ...changes.map(entryOfChange),
  ].sort((a, b) => a.seq - b.seq);
  return { lanes: lanesOf(entries, ['person', ENGINE, 'idp'], people), entries };
}

/** Of an answer the status says enough here: what a step keeps of it is told by the run. */
const plainAnswer = (entry: StoryEntry): StoryEntry =>
  entry.kind === 'answer' ? { ...entry, title: entry.title.split(' ')[0] ?? entry.title } : entry;

/** The calls of the run, and those during which something of it was recorded: how it began, and who decided. */
function hopsOf(
  events: readonly SandboxEvent[],
  spans: ReadonlySet<string>,
  [from, to]: readonly [number, number],
): Hop[] {
  const hops = new Map<string, Hop>();
  for (const event of events) {
    if (event.type === 'http.request') {
      const hop = hopOf(event);
      const itsOwn = hop.from === ENGINE && event.seq > from && event.seq < to;
      if (itsOwn || spans.has(hop.span)) hops.set(hop.span, hop);
    } else if (event.type === 'http.response') {
      const hop = hops.get(event.span ?? '');
      if (hop && hop.response === undefined) hops.set(hop.span, answered(hop, event, undefined));
    }
  }
  return [...hops.values()];
}

/** How an unknown outcome was settled, in words. */
const SETTLED: Readonly<Record<string, string>> = {
  retry: 'sent again',
  done: 'taken for done',
  undo: 'taken back',
};

function entryOfStep(event: SandboxEvent): StoryEntry[] {
  const { seq, vtime, flow = null, span = null, outcome, data, type } = event;
  const shared = { seq, vtime, flow, span, outcome, front: false, from: ENGINE, to: null };
  const step = String(data.step ?? '');
  const mark = (title: string): StoryEntry[] => [{ ...shared, kind: 'step', title }];
  switch (type) {
    case 'workflow.started':
      return mark('run begins');
    case 'workflow.step.finished': {
      const status = String(data.status ?? outcome);
      const error = typeof data.error === 'string' ? `: ${data.error}` : '';
      return mark(`${step} ${status}${error}`);
    }
    case 'workflow.approval.requested':
      return [{ ...shared, kind: 'act', to: 'approver', title: `${step}: asks for a decision`, front: true }];
    case 'workflow.approval.claimed':
    case 'workflow.approval.decided': {
      const title = `${String(data.decision ?? data.action ?? 'decided').toLowerCase()}${data.by ? ` by ${String(data.by)}` : ''}`;
      return data.by
        ? [{ ...shared, kind: 'act', from: 'approver', to: ENGINE, title, front: true }]
        : mark(`${step}: ${title}`);
    }
    case 'workflow.settled':
      return mark(`${step}: outcome settled, ${SETTLED[String(data.as)] ?? String(data.as)}`);
    case 'workflow.compensated':
      return mark(`${step} taken back`);
    case 'workflow.finished':
      return mark(`run ends: ${String(data.status ?? data.outcome ?? 'completed')}`);
    case 'workflow.failed':
      return mark(`run fails: ${String(data.why ?? data.error ?? '')}`);
    case 'workflow.refused':
      return [{ ...shared, kind: 'refused', title: 'refused by a rule' }];
    default:
      return [];
  }
}

function entryOfChange(event: SandboxEvent): StoryEntry {
  const { type, data } = event;
  const entry = entryOfEvent(event);
  if (type === 'message.sent' && entry.to !== null)
    return { ...entry, title: `mail to ${String(data.to)}: ${String(data.subject ?? '')}` };
  if (type.startsWith('group.')) return { ...entry, from: 'idp', title: type.replace('.', ' ') };
  return entry;
}
