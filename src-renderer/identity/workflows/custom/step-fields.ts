import { WORKFLOW_EVENTS } from '../../../../src-main/contract/workflow-events.ts';
import type { StepView } from '../../../../src-main/contract/workflows.ts';
import type { Place, Value } from './yaml-text.ts';

/** One field of a step’s form: a place of the definition, and how it is typed. */
export interface StepField {
  place: Place;
  label: string;
  /** `value`: YAML of any shape. An empty field takes the key away, unless it is `needed`. */
  type: 'line' | 'text' | 'value' | readonly string[];
  about?: string;
  needed?: boolean;
}

const EXPRESSION = 'An expression: input.…, steps.<id>.…, account.…, now';

/** What every step has. */
const FIRST: readonly StepField[] = [
  { place: ['id'], label: 'Id', type: 'line', needed: true },
  { place: ['title'], label: 'Title', type: 'line' },
  { place: ['when'], label: 'Only when', type: 'line', about: EXPRESSION },
];
const LAST: readonly StepField[] = [
  {
    place: ['onFail'],
    label: 'If it fails',
    type: ['', 'undo', 'stop', 'continue'],
    about: 'undo: what was done before is taken back',
  },
];

const BY_KIND: Readonly<Record<StepView['kind'], readonly StepField[]>> = {
  call: [
    { place: ['call', 'method'], label: 'Method', type: ['', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE'] },
    { place: ['call', 'path'], label: 'Path', type: 'line', needed: true },
    { place: ['call', 'as'], label: 'As', type: ['', 'nobody', 'administrator', 'starter'] },
    { place: ['call', 'at'], label: 'At', type: ['', 'issuer', 'gateway'] },
    { place: ['call', 'body'], label: 'Body', type: 'value' },
    { place: ['call', 'expect'], label: 'Expected status', type: 'value', about: '200 to 299 unless given' },
    {
      place: ['call', 'idempotent'],
      label: 'May be sent twice',
      type: ['', 'true', 'false'],
      about: 'Sent again when nobody knows whether it arrived; GET, PUT and DELETE are anyway',
    },
    {
      place: ['onUnknown'],
      label: 'If its outcome is unknown',
      type: ['', 'ask', 'retry', 'undo'],
      about: 'ask: the run waits for somebody who says what became of it',
    },
    { place: ['save'], label: 'Keep of the answer', type: 'value', about: 'name: answer.body.…' },
    { place: ['retry'], label: 'Try again', type: 'value', about: 'times, wait, factor, safe' },
    { place: ['undo'], label: 'How it is undone', type: 'value', about: 'call: { method, path, as, body }' },
  ],
  approval: [
    {
      place: ['approval', 'by'],
      label: 'Who decides',
      type: 'value',
      about: 'person, group or expression',
      needed: true,
    },
    { place: ['approval', 'text'], label: 'What is asked', type: 'text', needed: true },
    { place: ['approval', 'within'], label: 'Within', type: 'line', about: '90s, 15m, 2h, 3d: virtual time' },
    { place: ['approval', 'onTimeout'], label: 'When time is over', type: ['', 'approve', 'reject', 'fail'] },
    { place: ['approval', 'onReject'], label: 'When rejected', type: ['', 'undo', 'continue'] },
  ],
  wait: [
    { place: ['wait', 'for'], label: 'For so long', type: 'line', about: '90s, 15m, 2h, 3d' },
    { place: ['wait', 'event'], label: 'Or for the event', type: ['', ...WORKFLOW_EVENTS] },
    { place: ['wait', 'where'], label: 'Of which holds', type: 'line', about: 'An expression over event' },
    { place: ['wait', 'within'], label: 'Within', type: 'line' },
    { place: ['wait', 'onTimeout'], label: 'When time is over', type: ['', 'continue', 'fail'] },
  ],
  message: [
    { place: ['message', 'to'], label: 'To', type: 'line', about: 'A user name or an address', needed: true },
    { place: ['message', 'channel'], label: 'Channel', type: ['', 'email', 'sms'] },
    { place: ['message', 'subject'], label: 'Subject', type: 'line' },
    { place: ['message', 'text'], label: 'Text', type: 'text', needed: true },
  ],
  set: [{ place: ['set'], label: 'Values', type: 'value', needed: true }],
  end: [
    { place: ['end', 'outcome'], label: 'Outcome', type: ['', 'completed', 'rejected', 'failed'] },
    { place: ['end', 'answer'], label: 'Answer', type: 'value' },
  ],
};

/** The fields of a step’s form. */
export const fieldsOf = (kind: StepView['kind'] | undefined): readonly StepField[] => [
  ...FIRST,
  ...(kind === undefined ? [] : BY_KIND[kind]),
  ...LAST,
];

/** A new step of a kind, with what it cannot be without. */
export function newStep(kind: StepView['kind'], ids: readonly string[]): { [name: string]: Value } {
  let id: string = kind;
  for (let n = 2; ids.includes(id); n += 1) id = `${kind}-${n}`;
  return { id, ...BLANK[kind] };
}

const BLANK: Readonly<Record<StepView['kind'], { [name: string]: Value }>> = {
  call: { call: { method: 'GET', path: '/scim2/ServiceProviderConfig', as: 'administrator' } },
  approval: { approval: { by: { group: 'administrators' }, text: 'May this go on?', within: '1d' } },
  wait: { wait: { for: '15m' } },
  message: { message: { to: 'alice', subject: 'News', text: 'Something happened.' } },
  set: { set: { note: 'none' } },
  end: { end: { outcome: 'completed' } },
};

/** What a start has: an endpoint of its own, or an event. */
export const startFields = (by: 'endpoint' | 'event'): readonly StepField[] =>
  by === 'endpoint'
    ? [
        {
          place: ['endpoint', 'path'],
          label: 'Path',
          type: 'line',
          about: 'Below /api/workflows/',
          needed: true,
        },
        { place: ['endpoint', 'access'], label: 'Who may start it', type: ['', 'bearer', 'anyone'] },
      ]
    : [
        { place: ['event'], label: 'Event', type: WORKFLOW_EVENTS, needed: true },
        { place: ['when'], label: 'Only when', type: 'line', about: 'An expression over event and account' },
      ];

/** What an input has. */
export const INPUT_FIELDS: readonly StepField[] = [
  { place: ['type'], label: 'Type', type: ['', 'string', 'number', 'boolean', 'list', 'object'] },
  { place: ['format'], label: 'Format', type: ['', 'text', 'name', 'email'], about: 'Of a text' },
  { place: ['required'], label: 'Needed', type: ['', 'true', 'false'] },
  { place: ['secret'], label: 'Secret', type: ['', 'true', 'false'], about: 'Shown to nobody' },
  { place: ['about'], label: 'About', type: 'line' },
];

/** What a new definition begins as. */
export const newDefinition = (id: string): string => `workflow: ${id}
title: A new workflow
start:
  endpoint:
    path: ${id}
    access: anyone
    input:
      name: { type: string, required: true, about: Who it is about }
steps:
  # Somebody of the administrators decides, within a day of the virtual clock.
  - id: approval
    approval:
      by: { group: administrators }
      text: May \${input.name} come in?
      within: 1d

  - id: done
    end:
      answer: { welcome: "\${input.name}" }
`;
