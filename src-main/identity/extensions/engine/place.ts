/** A place of a script; lines and columns count from 1. */
export interface Place {
  line: number | null;
  column: number | null;
}

/** Where no place is known. */
export const NOWHERE: Place = { line: null, column: null };

/** What a script is called in stacks. */
export const FILE = 'script.js';

/** A place of the script: what is open at its end is noticed behind it. */
export function within(source: string, { line, column }: Place): Place {
  const lines = source.split('\n');
  if (line === null || line <= lines.length) return { line, column };
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

/** The first place of the script that a stack names. */
export function placeIn(stack: string): Place {
  const found = /script\.js:(\d+)(?::(\d+))?/.exec(stack);
  return found ? { line: Number(found[1]), column: Number(found[2] ?? 1) } : NOWHERE;
}
