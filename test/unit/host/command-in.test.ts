import { expect, it } from 'vitest';
import { commandIn } from '../../../src-main/host/command-in.ts';

it.each([
  [
    ['serve', '--port', '0'],
    ['serve', '--port', '0'],
  ],
  [
    ['--no-sandbox', 'lab', 'lint', 'x'],
    ['lab', 'lint', 'x'],
  ],
  [['--version'], ['--version']],
  [['--no-sandbox', '--help'], ['--help']],
  [[], undefined],
  [['--data', 'serve-me'], undefined],
  [['--no-sandbox', '--data=x'], undefined],
  [['nothing'], undefined],
])('of the installed program, %j is the command %j', (args, command) => {
  expect(commandIn(args)).toEqual(command);
});
