// biome-ignore-all lint/suspicious/noTemplateCurlyInString: definitions hold expressions by these characters
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  evaluate,
  holds,
  type Values,
} from '../../../../src-main/identity/workflows/custom/expressions/cel.ts';
import { ExpressionError } from '../../../../src-main/identity/workflows/custom/expressions/expression-error.ts';
import {
  fillJson,
  fillText,
  piecesOf,
} from '../../../../src-main/identity/workflows/custom/expressions/template.ts';

const VALUES: Values = {
  input: { name: 'Ann "the" Smith', count: 3, rate: 2.5, list: ['a', 'b'], none: null },
  steps: { create: { status: 201, body: { id: '42', emails: [{ value: 'a@b.example' }] } } },
  account: { name: 'Alice', groups: ['customers'] },
  event: null,
  now: Date.UTC(2026, 0, 2, 3, 4, 5),
};
const run = (text: string) => evaluate(text, 'run', VALUES);

test.each([
  ['input.count + 1', 4],
  ['input.rate > 2', true],
  ['steps.create.status == 201', true],
  ['steps.create.body.emails[0].value', 'a@b.example'],
  ['account.groups.exists(g, g == "customers")', true],
  ['input.list.filter(x, x != "a")', ['b']],
  ['input.none == null', true],
  ['{"a": input.count, "b": [1, "x"]}', { a: 3, b: [1, 'x'] }],
  ['now', '2026-01-02T03:04:05.000Z'],
  ['now + duration("1h") > now', true],
  ['has(input.missing) ? "yes" : "no"', 'no'],
])('%s', (text, value) => {
  expect(run(text)).toEqual(value);
});

test.each([
  'input.missing',
  'input.constructor',
  'input.__proto__',
  'input.count + input.name',
  '1 / 0',
  'process.exit()',
  'now.getFullYear().constructor',
])('%s has no value, and says so', (text) => {
  expect(() => run(text)).toThrow(ExpressionError);
});

test('a condition is true or false, and nothing else', () => {
  expect(holds(true, 'run', VALUES)).toBe(true);
  expect(() => holds('input.count', 'run', VALUES)).toThrow('neither true nor false');
});

test('a text with one expression becomes its value; with more around it, a text', () => {
  const template = {
    whole: '${input.count}',
    part: 'n=${input.count}',
    list: ['${input.list}'],
    literal: '$${input.count}',
  };
  expect(fillJson(template, VALUES)).toEqual({
    whole: 3,
    part: 'n=3',
    list: [['a', 'b']],
    literal: '${input.count}',
  });
  expect(fillText('/x/${input.name}?q=${"}"}', VALUES, encodeURIComponent)).toBe(
    '/x/Ann%20%22the%22%20Smith?q=%7D',
  );
});

describe('hostile expressions', () => {
  const much: Values = {
    ...VALUES,
    input: { list: Array.from({ length: 5000 }, (_, n) => n), text: 'x'.repeat(60_000) },
  };
  const sum = (what: string, times: number) => Array.from({ length: times }, () => what).join(' + ');

  test('see the first two hundred of a list, and as much of a text as they need', () => {
    expect(evaluate('size(input.list)', 'run', much)).toBe(200);
    expect(evaluate('size(input.text)', 'run', much)).toBe(16_384);
  });

  test.each([
    ['a text that grows', sum('input.text', 30)],
    ['a list that grows', sum('input.list', 30)],
    [
      'lists of lists',
      '[input.list, input.list, input.list, input.list, input.list, input.list, input.list, input.list, input.list, input.list, input.list]',
    ],
  ])('%s is too much to give', (_, text) => {
    expect(() => evaluate(text, 'run', much)).toThrow(/It gives too/);
  });

  test('the longest loop that fits is over', () => {
    expect(
      evaluate(`(${sum('input.list', 25)}).all(x, !(x in (${sum('input.list', 10)})) || true)`, 'run', much),
    ).toBe(true);
  });

  test('whatever text there is, it has a value or is refused', () => {
    const token = fc.constantFrom(
      'input',
      'steps',
      'account',
      'now',
      '.',
      '(',
      ')',
      '[',
      ']',
      '"',
      "'",
      '+',
      '-',
      '/',
      '%',
      '?',
      ':',
      '&&',
      '!',
      'has',
      'size',
      'exists',
      'x',
      '1',
      '0.5',
      'null',
      'true',
      ',',
      '{',
      '}',
      'name',
      'count',
      'list',
      'in',
      '==',
      '<',
      'duration',
      '\\',
      '\n',
      '//',
    );
    const soup = fc.array(token, { maxLength: 30 }).map((tokens) => tokens.join(''));
    fc.assert(
      fc.property(fc.oneof(soup, fc.string({ unit: 'binary', maxLength: 80 })), (text) => {
        try {
          expect(JSON.parse(JSON.stringify(run(text)))).toEqual(run(text));
        } catch (error) {
          expect(error).toBeInstanceOf(ExpressionError);
        }
      }),
      { numRuns: 2000, seed: 4 },
    );
  });

  test('whatever text there is, taking it apart loses nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        fc.pre(!text.includes('${'));
        expect(
          piecesOf(text)
            .map((piece) => ('text' in piece ? piece.text : ''))
            .join(''),
        ).toBe(text);
      }),
      { numRuns: 300, seed: 4 },
    );
  });
});
