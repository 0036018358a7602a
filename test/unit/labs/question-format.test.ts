import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from '../../support/temp-dir.ts';
import { read, SHIPPED } from './write-pack.ts';

const FILE = 'labs/token-anatomy/lab.yaml';
const LAB = readFileSync(join(SHIPPED, FILE), 'utf8');

/** The pack that ships with another text of that lab. */
function packWith(lab: string): string {
  const dir = tempDir();
  cpSync(SHIPPED, dir, { recursive: true });
  writeFileSync(join(dir, FILE), lab);
  return dir;
}

test.each([
  ['a target that is not there', 'target: who-wrote-it', 'target: nobody', 'unknown-target'],
  ['an option without a target', '          target: who-wrote-it\n', '', 'unknown-target'],
  ['two targets of one id', '- id: may-it', '- id: still-good', 'duplicate-id'],
  ['targets in another mode', 'mode: match', 'mode: order', 'question-mode'],
  [
    'no text that is right',
    'accept: [bearer, bearer token, a bearer token]',
    'accept: []',
    'no-right-option',
  ],
  ['a miss that is right', 'accept: [basic]', 'accept: [Bearer]', 'miss-is-right'],
  ['nothing told to other answers', '      otherwise: Open one', '      # Open one', 'no-explanation'],
  ['options of a text', 'mode: text', 'mode: choose', 'question-mode'],
  ['a mode that there is not', 'mode: text', 'mode: essay', 'schema'],
])('%s is named', (_, part, other, rule) => {
  expect(LAB).toContain(part);
  const { findings } = read(packWith(LAB.replace(part, other)));
  expect(findings.map((finding) => finding.rule)).toContain(rule);
});

test('a prediction is chosen, not written', () => {
  const text = LAB.replace(/(type: predict[\s\S]*?question:\n)/, '$1      mode: order\n');
  const { findings } = read(packWith(text));
  expect(findings.map(({ rule }) => rule)).toContain('question-mode');
});
