import type { Json } from '../../contract/json.ts';
import type { Expectation, Operators, Scalar } from '../format/expectation.ts';

/** Whether a value is as expected, and both in words. */
export interface Comparison {
  ok: boolean;
  expected: string;
  seen: string;
}

/** Compares what was seen with what a check expects. A text of words (`scope`) counts as a list where one is asked for. */
export function compare(expectation: Expectation, seen: Json | undefined): Comparison {
  const operators = asOperators(expectation);
  const parts = TESTS.flatMap(({ name, words, holds }) => {
    const wanted = operators[name];
    return wanted === undefined ? [] : [{ ok: holds(wanted, seen), text: words(wanted) }];
  });
  return {
    ok: parts.every((part) => part.ok),
    expected: parts.map((part) => part.text).join(', '),
    seen: inWords(seen),
  };
}

type OperatorName = keyof Operators;
type Wanted = NonNullable<Operators[OperatorName]>;

interface Test {
  name: OperatorName;
  words(wanted: Wanted | null): string;
  holds(wanted: Wanted | null, seen: Json | undefined): boolean;
}

const TESTS: readonly Test[] = [
  { name: 'eq', words: inWords, holds: (wanted, seen) => same(wanted, seen) },
  { name: 'ne', words: (wanted) => `not ${inWords(wanted)}`, holds: (wanted, seen) => !same(wanted, seen) },
  {
    name: 'in',
    words: (wanted) => `one of ${inWords(wanted)}`,
    holds: (wanted, seen) => scalars(wanted).some((one) => same(one, seen)),
  },
  {
    name: 'contains',
    words: (wanted) => `with ${inWords(wanted)}`,
    holds: (wanted, seen) =>
      scalars(wanted).every((one) => members(seen).some((member) => same(one, member))),
  },
  {
    name: 'excludes',
    words: (wanted) => `without ${inWords(wanted)}`,
    holds: (wanted, seen) =>
      !scalars(wanted).some((one) => members(seen).some((member) => same(one, member))),
  },
  {
    name: 'only',
    words: (wanted) => `nothing but ${inWords(wanted)}`,
    holds: (wanted, seen) =>
      seen !== undefined && members(seen).every((member) => scalars(wanted).some((one) => same(one, member))),
  },
  {
    name: 'exists',
    words: (wanted) => (wanted ? 'present' : 'absent'),
    holds: (wanted, seen) => (seen !== undefined) === wanted,
  },
  {
    name: 'gte',
    words: (wanted) => `at least ${inWords(wanted)}`,
    holds: (wanted, seen) => typeof seen === 'number' && seen >= Number(wanted),
  },
  {
    name: 'lte',
    words: (wanted) => `at most ${inWords(wanted)}`,
    holds: (wanted, seen) => typeof seen === 'number' && seen <= Number(wanted),
  },
  {
    name: 'prefix',
    words: (wanted) => `beginning with ${inWords(wanted)}`,
    holds: (wanted, seen) => typeof seen === 'string' && seen.startsWith(String(wanted)),
  },
];

function asOperators(expectation: Expectation): Operators {
  return typeof expectation === 'object' && expectation !== null ? expectation : { eq: expectation };
}

function same(wanted: Json | undefined, seen: Json | undefined): boolean {
  return JSON.stringify(wanted) === JSON.stringify(seen);
}

function scalars(wanted: Wanted | null): Scalar[] {
  return Array.isArray(wanted) ? wanted : [wanted as Scalar];
}

function members(seen: Json | undefined): Json[] {
  if (Array.isArray(seen)) return seen;
  if (typeof seen === 'string') return seen.split(' ').filter((word) => word !== '');
  return seen === undefined ? [] : [seen];
}

/** A value as a line of text reads it, between backticks as Markdown marks code. */
export function inWords(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === '') return 'an empty text';
  if (typeof value === 'string') return `\`${value}\``;
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : value.map(inWords).join(' ');
  return `\`${JSON.stringify(value)}\``;
}
