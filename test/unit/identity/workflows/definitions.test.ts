// biome-ignore-all lint/suspicious/noTemplateCurlyInString: definitions hold expressions by these characters
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WORKFLOW_LIMITS } from '../../../../src-main/contract/workflow-limits.ts';
import { readDefinition } from '../../../../src-main/identity/workflows/custom/definition/read-definition.ts';
import { SHIPPED } from '../../../../src-main/identity/workflows/custom/shipped/shipped.ts';

const HEAD =
  'workflow: probe\ntitle: A probe\nstart:\n  endpoint: { path: probe, access: anyone, input: { who: {} } }\nsteps:\n';
const problems = (text: string) =>
  readDefinition(text).problems.map(
    ({ line, column, path, message }) => `${line}:${column} ${path} ${message}`,
  );
const ofSteps = (steps: string) => problems(HEAD + steps);

test('what ships can run', () => {
  for (const [id, yaml] of SHIPPED) expect([id, problems(yaml)]).toEqual([id, []]);
});

describe('a problem says where it is, what it is, and what to do', () => {
  test.each([
    [
      '  - { id: a }\n',
      '6:5 steps.0 A step has exactly one of call, approval, wait, message, set, end; this one has none.',
    ],
    [
      '  - { id: a, set: { x: 1 }, wait: { for: 3d } }\n',
      '6:5 steps.0 A step has exactly one of call, approval, wait, message, set, end; this one has wait and set.',
    ],
    [
      '  - id: a\n    wait: { for: 3 days }\n',
      '7:18 steps.0.wait.for A duration is a whole number and a unit: 90s, 15m, 2h, 3d.',
    ],
    [
      '  - id: a\n    call: { path: /x, methud: GET }\n',
      '7:23 steps.0.call.methud Nothing here is called “methud”.',
    ],
    ['  - id: a\n    call: { path: scim2/Users }\n', '7:19 steps.0.call.path A path begins with one “/”.'],
    [
      '  - id: a\n    call: { path: //evil.example/x }\n',
      '7:19 steps.0.call.path A path begins with one “/”.',
    ],
    ['  - id: a\n    approval: { by: { group: x } }\n', '7:15 steps.0.approval.text “text” is missing.'],
    [
      '  - { id: a, set: { x: 1 } }\n  - { id: a, set: { x: 1 } }\n',
      '7:11 steps.1.id Another step is called “a”.',
    ],
    ['  - { id: a, set: { status: 1 } }\n', '6:29 steps.0.set.status “status” is taken: each step has it.'],
    [
      '  - id: a\n    when: steps.b.ok\n    set: { x: 1 }\n',
      '7:11 steps.0.when “steps.b.ok”: No earlier step is called “b”. (at character 1 of the expression)',
    ],
    [
      '  - id: a\n    when: input.whom == 1\n    set: { x: 1 }\n',
      '7:11 steps.0.when “input.whom == 1”: The start declares no input “whom”. (at character 1 of the expression)',
    ],
    [
      '  - id: a\n    when: "1 +"\n    set: { x: 1 }\n',
      '7:11 steps.0.when “1 +”: Unexpected token: EOF (at character 4 of the expression)',
    ],
    [
      '  - id: a\n    set: { x: "${1" }\n',
      '7:15 steps.0.set.x “${” begins an expression, and no “}” ends it.',
    ],
    [
      '  - id: a\n    set: { x: "${nobody.x}" }\n',
      '7:15 steps.0.set.x “nobody.x”: Unknown variable: nobody (at character 1 of the expression)',
    ],
    [
      '  - id: a\n    call: { path: /x, method: GET, body: { a: 1 } }\n',
      '7:42 steps.0.call.body A GET has no body.',
    ],
    [
      '  - id: a\n    call: { path: /x, at: gateway, as: administrator }\n',
      '7:40 steps.0.call.as The gateway knows no administrator.',
    ],
    ['  - id: a\n   set: { x: 1 }\n', expect.stringContaining('This is not YAML')],
  ])('%s', (steps, problem) => {
    expect(ofSteps(steps)).toEqual(expect.arrayContaining([problem]));
  });

  test('a secret that the log would not know for one is refused', () => {
    const text = HEAD.replace('{ who: {} }', '{ pin: { secret: true } }');
    expect(problems(`${text}  - { id: a, set: { x: 1 } }\n`)).toEqual([
      '4:58 start.endpoint.input.pin The log does not know “pin” for a secret.',
    ]);
  });
});

describe('definitions made to hurt are answered with problems, at once', () => {
  test('an alias inside of what it names is told as such', () => {
    const { definition, problems } = readDefinition('a: &a [*a]\n');
    expect(definition).toBeNull();
    expect(problems[0]?.message).toContain('an alias stands inside of what it names');
  });

  const nested = (open: string, close: string, depth: number) =>
    `${open.repeat(depth)}1${close.repeat(depth)}`;

  test.each([
    ['deep brackets', `${HEAD}  - { id: a, set: { x: ${nested('[', ']', 5000)} } }\n`],
    ['deep blocks', HEAD + Array.from({ length: 3000 }, (_, depth) => `${' '.repeat(depth)}- `).join('\n')],
    [
      'an alias bomb',
      `a: &a [1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n`,
    ],
    ['too long', HEAD + '#'.repeat(WORKFLOW_LIMITS.definition)],
    [
      'too many steps',
      HEAD +
        Array.from(
          { length: WORKFLOW_LIMITS.steps + 1 },
          (_, n) => `  - { id: s${n}, set: { x: 1 } }\n`,
        ).join(''),
    ],
    ['a loop in a loop', `${HEAD}  - { id: a, set: { x: "\${[1].exists(a, [1].exists(b, a == b))}" } }\n`],
    [
      'a list that doubles',
      `${HEAD}  - { id: a, set: { x: "\${[1]${'.map(x, [x] + [x])'.repeat(20)}}" } }\n`,
    ],
    ['a regular expression', `${HEAD}  - { id: a, when: "input.who.matches('(a+)+$')", set: { x: 1 } }\n`],
    ['a deep expression', `${HEAD}  - { id: a, when: "${nested('(', ')', 400)} == 1", set: { x: 1 } }\n`],
    ['prototypes', '__proto__: { workflow: x }\nconstructor: 1\n'],
    ['a tag', `${HEAD}  - { id: a, set: { x: !!js/function "f" } }\n`],
  ])('%s', (_, text) => {
    const read = readDefinition(text);
    expect(read.definition).toBeNull();
    expect(read.problems.length).toBeGreaterThan(0);
    for (const { line, column, message, next } of read.problems) {
      expect(line).toBeGreaterThan(0);
      expect(column).toBeGreaterThan(0);
      expect(message).not.toBe('');
      expect(next).not.toBe('');
    }
  });

  test('whatever text there is, reading it ends in a definition or in problems', { timeout: 30_000 }, () => {
    const [shipped = ''] = SHIPPED.values();
    const spoiled = fc
      .tuple(fc.nat(shipped.length), fc.nat(40), fc.string({ unit: 'binary', maxLength: 20 }))
      .map(([at, length, put]) => shipped.slice(0, at) + put + shipped.slice(at + length));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), spoiled), (text) => {
        const { definition, problems } = readDefinition(text);
        expect(definition === null).toBe(problems.length > 0);
      }),
      { numRuns: 400, seed: 4 },
    );
  });
});
