// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of definitions look so.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  addStep,
  moveStep,
  removeStep,
} from '../../../../src-renderer/identity/workflows/custom/edit-steps.ts';
import { renameKey, setValue } from '../../../../src-renderer/identity/workflows/custom/edit-yaml.ts';
import { commentsOf, type Value } from '../../../../src-renderer/identity/workflows/custom/yaml-text.ts';

const TEXT = `# Who may ask, and for what
workflow: role-request   # its name in addresses
title: "A role"
about: >-
  Folded text, and a
  # that is no comment
start:
  endpoint: { path: role-request, access: bearer }  # with a token
steps:
  # First the decision
  - id: approval
    approval:
      by: { group: administrators }
      text: '\${account.name} asks'
      within: 3d # three days
    # and then

  # Second the call
  - id: join
    when: steps.approval.by != "x"
    call:
      method: PATCH
      path: /scim2/Groups/x
      body:
        Operations: [{ op: add }] # one
# the end
`;

const lines = (text: string) => text.split('\n');
/** The lines of the first text that the second one does not have any more. */
const lost = (before: string, after: string) => lines(before).filter((line) => !lines(after).includes(line));

describe('an edit by form changes only what it says', () => {
  test('a value gives way to another in its own place', () => {
    const text = setValue(TEXT, ['steps', 0, 'approval', 'within'], '5d');
    expect(text).toBe(TEXT.replace('within: 3d', 'within: 5d'));
    expect(setValue(TEXT, ['title'], 'A "new" role')).toBe(
      TEXT.replace('title: "A role"', 'title: "A \\"new\\" role"'),
    );
    expect(setValue(TEXT, ['start', 'endpoint', 'path'], 'role/new')).toContain(
      '{ path: role/new, access: bearer }  # with a token',
    );
  });

  test('a value that YAML would read as something else is quoted', () => {
    const text = setValue(TEXT, ['steps', 1, 'call', 'path'], '/a: #b');
    expect(parse(text).steps[1].call.path).toBe('/a: #b');
    expect(lost(TEXT, text)).toEqual(['      path: /scim2/Groups/x']);
    expect(parse(setValue(TEXT, ['title'], 'true')).title).toBe('true');
  });

  test('a new key, a text of several lines, and a key that goes', () => {
    const added = setValue(TEXT, ['steps', 1, 'call', 'expect'], 200);
    expect(parse(added).steps[1].call).toMatchObject({ method: 'PATCH', expect: 200 });
    expect(lost(TEXT, added)).toEqual([]);
    const long = setValue(TEXT, ['steps', 0, 'approval', 'text'], 'One.\nTwo.');
    expect(long).toContain('text: |-\n        One.\n        Two.\n');
    expect(lost(TEXT, long)).toEqual(["      text: '${account.name} asks'"]);
    const gone = setValue(TEXT, ['steps', 1, 'when'], undefined);
    expect(lost(TEXT, gone)).toEqual(['    when: steps.approval.by != "x"']);
    expect(commentsOf(gone)).toEqual(commentsOf(TEXT));
  });

  test('a step is moved, added and taken away with the comments right above it', () => {
    const swapped = moveStep(TEXT, 0, 1);
    expect(swapped.indexOf('# Second the call\n  - id: join')).toBeGreaterThan(0);
    expect(swapped.indexOf('# First the decision\n  - id: approval')).toBeGreaterThan(
      swapped.indexOf('id: join'),
    );
    expect([...lines(swapped)].sort()).toEqual([...lines(TEXT)].sort());
    const more = addStep(TEXT, 1, { id: 'pause', wait: { for: '1h' } });
    expect(parse(more).steps.map(({ id }: { id: string }) => id)).toEqual(['approval', 'pause', 'join']);
    expect(lost(TEXT, more)).toEqual([]);
    const less = removeStep(TEXT, 0);
    expect(parse(less).steps.map(({ id }: { id: string }) => id)).toEqual(['join']);
    expect(less).toContain('# Second the call');
    expect(less).not.toContain('# First the decision');
    expect(removeStep(less, 0)).toBe(less);
  });

  test('a text that cannot be read stays as it is', () => {
    for (const text of ['', 'steps: [', '- a', 'a: &x [*x]'])
      for (const edit of [
        setValue(text, ['title'], 'x'),
        addStep(text, 0, { id: 'x' }),
        removeStep(text, 0),
        moveStep(text, 0, 1),
      ])
        expect(edit === text || parse(edit)).toBeTruthy();
    expect(setValue('steps: [', ['title'], 'x')).toBe('steps: [');
  });
});

/** Words that YAML has its own ideas about. */
const word = fc.oneof(
  fc.constantFrom(
    'a',
    'true',
    'null',
    '3d',
    '0x1f',
    '- x',
    'a: b',
    'a #b',
    '#a',
    '',
    "it's",
    '"q"',
    '${input.x}',
    '{',
    '*a',
    '|',
  ),
  fc.string({ maxLength: 12 }).filter((text) => !/[\p{Cc}\p{Cs}\u2028\u2029\uFEFF]/u.test(text)),
  fc.constant('line one\nline two'),
);
const kind = fc.constantFrom('call', 'approval', 'wait', 'message', 'set', 'end');
const layout = fc.record({
  above: fc.boolean(),
  beside: fc.boolean(),
  below: fc.boolean(),
  gap: fc.boolean(),
  flow: fc.boolean(),
  quote: fc.constantFrom('', '"', "'"),
  kind,
});
type Layout = {
  above: boolean;
  beside: boolean;
  below: boolean;
  gap: boolean;
  flow: boolean;
  quote: string;
  kind: string;
};

/** A definition as a person might write it, with comments in every place. */
function written(steps: readonly Layout[], indent: number): string {
  const pad = ' '.repeat(indent);
  const parts = steps.map(({ above, beside, below, gap, flow, quote, kind: name }, index) =>
    [
      ...(above ? [`${pad}# above ${index}`] : []),
      `${pad}- id: ${quote}s${index}${quote}${beside ? ` # beside ${index}` : ''}`,
      flow
        ? `${pad}  ${name}: { text: ${quote}t${index}${quote}, deep: [1, { x: y }] }${beside ? ' # flow' : ''}`
        : `${pad}  ${name}:\n${pad}    text: ${quote}t${index}${quote}\n${pad}    deep: # of it\n${pad}      - 1\n${pad}      - x: y`,
      ...(below ? [`${pad}  # below ${index}`] : []),
      ...(gap ? [''] : []),
    ].join('\n'),
  );
  return `# head\nworkflow: w\nsteps:\n${parts.join('\n')}\n`;
}

test('a comment beside the sign of a block of lines stays when one line takes its place', () => {
  const block = setValue(
    'workflow: w\nsteps:\n  - id: a # why\n    end: {}\n',
    ['steps', 0, 'id'],
    'one\ntwo',
  );
  expect(commentsOf(block)).toEqual(['# why']);
  expect(setValue(block, ['steps', 0, 'id'], 'b')).toBe(
    'workflow: w\nsteps:\n  - id: b # why\n    end: {}\n',
  );
});

test('whatever a definition looks like: the edit is done, all else says what it said, and no comment is lost', () => {
  const edit = fc.oneof(
    fc.record({
      op: fc.constant('set' as const),
      at: fc.nat(4),
      key: fc.constantFrom('id', 'text', 'new', 'title'),
      value: word,
    }),
    fc.record({ op: fc.constant('unset' as const), at: fc.nat(4), key: fc.constantFrom('text', 'title') }),
    fc.record({ op: fc.constant('add' as const), at: fc.nat(5), value: word }),
    fc.record({ op: fc.constant('remove' as const), at: fc.nat(4) }),
    fc.record({ op: fc.constant('move' as const), at: fc.nat(4), to: fc.nat(4) }),
  );
  fc.assert(
    fc.property(
      fc.array(layout, { minLength: 1, maxLength: 5 }),
      fc.constantFrom(0, 2, 4),
      fc.array(edit, { minLength: 1, maxLength: 4 }),
      (steps, indent, edits) => {
        let text = written(steps, indent);
        for (const one of edits) {
          const before = parse(text) as { steps: Record<string, Value>[] };
          const count = before.steps.length;
          const at = one.at % count;
          const comments = commentsOf(text);
          const wanted = structuredClone(before);
          if (one.op === 'set' || one.op === 'unset') {
            const step = wanted.steps[at] ?? {};
            const inner = Object.keys(step).find((key) => !['id', 'title', 'new'].includes(key)) ?? 'call';
            const place = one.key === 'text' ? ['steps', at, inner, 'text'] : ['steps', at, one.key];
            const holder = (one.key === 'text' ? step[inner] : step) as Record<string, Value>;
            if (one.op === 'set') holder[one.key] = one.value;
            else delete holder[one.key];
            text = setValue(text, place, one.op === 'set' ? one.value : undefined);
          } else if (one.op === 'add') {
            const step = { id: 'n', message: { text: one.value } };
            wanted.steps.splice(one.at % (count + 1), 0, step);
            text = addStep(text, one.at % (count + 1), step);
          } else if (one.op === 'remove' && count > 1) {
            wanted.steps.splice(at, 1);
            text = removeStep(text, at);
          } else if (one.op === 'move') {
            const to = one.to % count;
            wanted.steps.splice(to, 0, ...wanted.steps.splice(at, 1));
            text = moveStep(text, at, to);
          }
          expect(parse(text)).toEqual(wanted);
          if (one.op !== 'remove' && one.op !== 'unset')
            expect([...commentsOf(text)].sort()).toEqual([...comments].sort());
        }
      },
    ),
    { numRuns: 150 },
  );
});

describe('the start and its inputs', () => {
  const text = `# Ours.
workflow: probe
title: A probe
start: # by whom
  endpoint:
    path: probe # below /api/workflows
    access: bearer
    input:
      # The one who asks.
      name: { type: string, required: true } # whole
      "odd": { type: number }
steps:
  - { id: done, end: {} }
`;
  const input = (name: string) => ['start', 'endpoint', 'input', name];

  test('are changed where they stand: comments and order stay', () => {
    expect(setValue(text, ['start', 'endpoint', 'path'], 'other')).toBe(
      text.replace('path: probe', 'path: other'),
    );
    expect(setValue(text, [...input('name'), 'required'], false)).toBe(
      text.replace('required: true', 'required: false'),
    );
    expect(renameKey(text, input('name'), 'who')).toBe(text.replace('      name:', '      who:'));
    expect(renameKey(text, input('odd'), 'even')).toBe(text.replace('"odd":', 'even:'));
    // A name that is taken, and a place that there is not.
    expect(renameKey(text, input('name'), 'odd')).toBe(text);
    expect(renameKey(text, input('none'), 'who')).toBe(text);
  });

  test('an input is added last, one is taken away, and an event takes the place of the endpoint', () => {
    const added = setValue(text, input('more'), { type: 'list' });
    expect(Object.keys(parse(added).start.endpoint.input)).toEqual(['name', 'odd', 'more']);
    expect(commentsOf(added)).toEqual(commentsOf(text));
    expect(parse(setValue(text, input('odd'), undefined)).start.endpoint.input).toEqual({
      name: { type: 'string', required: true },
    });
    const event = setValue(text, ['start'], { event: 'POST_ADD_USER' });
    expect(parse(event)).toMatchObject({ workflow: 'probe', start: { event: 'POST_ADD_USER' }, steps: [{}] });
    expect(event.startsWith('# Ours.\n')).toBe(true);
  });
});
