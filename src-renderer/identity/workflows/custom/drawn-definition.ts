import { isMap, isSeq, LineCounter, parseDocument } from 'yaml';
import type { StepView } from '../../../../src-main/contract/workflows.ts';
import type { Value } from './yaml-text.ts';

type Members = { [name: string]: Value };

/** A step as its card shows it. Whatever is missing or wrong in the text is simply not there. */
export interface DrawnStep {
  id: string;
  title: string;
  kind: StepView['kind'] | undefined;
  when: string | undefined;
  /** What it does, in one line. */
  summary: string;
  /** What else it has: time limits, ways out, how it is undone. */
  notes: string[];
  value: Members;
  /** The first line and the last one of its text, from 1. */
  lines: [number, number];
}

/** A definition as its picture is drawn: by the text alone, as far as that can be read. */
export interface DrawnDefinition {
  id: string;
  title: string;
  about: string;
  start: { summary: string; notes: string[]; value: Members };
  steps: DrawnStep[];
}

const KINDS: readonly StepView['kind'][] = ['call', 'approval', 'wait', 'message', 'set', 'end'];

/** Reads what there is to draw; undefined while the text is no YAML. */
export function drawnDefinition(text: string): DrawnDefinition | undefined {
  const lines = new LineCounter();
  const doc = parseDocument(text, { lineCounter: lines });
  if (doc.errors.length > 0 || !isMap(doc.contents)) return undefined;
  let whole: Members;
  try {
    whole = members(JSON.parse(JSON.stringify(doc.toJS({ maxAliasCount: 100 }))));
  } catch {
    return undefined;
  }
  const seq = doc.get('steps');
  const nodes = isSeq(seq) ? seq.items : [];
  const steps = Array.isArray(whole.steps) ? whole.steps : [];
  return {
    id: words(whole.workflow),
    title: words(whole.title),
    about: words(whole.about),
    start: { ...startOf(members(whole.start)), value: members(whole.start) },
    steps: steps.map((step, index) => {
      const range = (nodes[index] as { range?: [number, number, number] } | undefined)?.range;
      const end = range ? range[1] - 1 : 0;
      return drawnStep(members(step), [lines.linePos(range?.[0] ?? 0).line, lines.linePos(end).line], index);
    }),
  };
}

function startOf(start: Members): Omit<DrawnDefinition['start'], 'value'> {
  if (start.event !== undefined)
    return {
      summary: `on ${words(start.event)}`,
      notes: start.when === undefined ? [] : [`when ${words(start.when)}`],
    };
  const endpoint = members(start.endpoint);
  const inputs = Object.entries(members(endpoint.input)).map(
    ([name, about]) => `${name}${members(about).required === true ? '' : '?'}`,
  );
  return {
    summary: `POST /api/workflows/${words(endpoint.path)}`,
    notes: [
      words(endpoint.access) === 'anyone' ? 'anybody may start it' : 'by whoever has a token of her own',
      ...(inputs.length > 0 ? [`input ${inputs.join(', ')}`] : []),
    ],
  };
}

function drawnStep(step: Members, lines: [number, number], index: number): DrawnStep {
  const kind = KINDS.find((one) => step[one] !== undefined);
  const content = members(kind === undefined ? undefined : step[kind]);
  const id = words(step.id) || `step ${index + 1}`;
  return {
    id,
    title: words(step.title) || id,
    kind,
    when: step.when === undefined ? undefined : words(step.when),
    summary: kind === undefined ? 'does nothing yet' : SUMMARY[kind](content),
    notes: notesOf(step, content, kind),
    value: step,
    lines,
  };
}

const SUMMARY: Record<StepView['kind'], (content: Members) => string> = {
  call: ({ method, path, as }) =>
    `${words(method) || 'POST'} ${words(path).split('?')[0]}${as === undefined ? '' : ` as ${words(as)}`}`,
  approval: ({ by }) => {
    const { person, group, expression } = members(by);
    if (person !== undefined) return `asks ${words(person)}`;
    return group === undefined ? `asks whoever: ${words(expression)}` : `asks members of ${words(group)}`;
  },
  wait: (content) =>
    content.event === undefined ? `for ${words(content.for)}` : `for the event ${words(content.event)}`,
  message: ({ to, channel, subject }) =>
    `${words(channel) || 'email'} to ${words(to)}${subject === undefined ? '' : `: ${words(subject)}`}`,
  set: (content) => Object.keys(content).join(', '),
  end: ({ outcome }) => words(outcome) || 'completed',
};

function notesOf(step: Members, content: Members, kind: DrawnStep['kind']): string[] {
  const notes: string[] = [];
  if (content.within !== undefined) {
    const after = words(content.onTimeout) || (kind === 'approval' ? 'reject' : 'fail');
    notes.push(`within ${words(content.within)}, else ${after}`);
  }
  if (kind === 'approval')
    notes.push(
      content.onReject === 'continue' ? 'rejected: goes on' : 'rejected: what was done is taken back',
    );
  if (content.expect !== undefined) notes.push(`expects ${words(content.expect)}`);
  if (step.save !== undefined) notes.push(`keeps ${Object.keys(members(step.save)).join(', ')}`);
  if (step.retry !== undefined) notes.push(`tried again ${words(members(step.retry).times)}×`);
  if (step.onFail !== undefined && step.onFail !== 'undo') notes.push(`fails: ${words(step.onFail)}`);
  if (step.undo !== undefined) {
    const { method, path } = members(members(step.undo).call);
    notes.push(`undone by ${words(method) || 'POST'} ${words(path)}`);
  }
  return notes;
}

const members = (value: Value | undefined): Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};

const words = (value: Value | undefined): string =>
  value === undefined || value === null
    ? ''
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);
