import { type Document, isSeq, parseDocument } from 'yaml';
import {
  AS_IT_IS,
  commentsOf,
  firstGood,
  indented,
  isNode,
  type Read,
  read,
  type Value,
  written,
} from './yaml-text.ts';

/** Puts a step before the one at `at`, or at the end. */
export function addStep(text: string, at: number, step: { [name: string]: Value }): string {
  const now = read(text);
  const steps = stepsOf(now);
  if (!now || !steps) return text;
  const wanted = { ...now.value, steps: [...steps.slice(0, at), step, ...steps.slice(at)] };
  const parts = split(text, now.doc);
  const tries: string[] = [];
  if (parts) {
    const { bodies, gaps, dash } = parts;
    const body = `${' '.repeat(dash)}- ${indented(written(step), dash + 2)}\n`;
    bodies.splice(at, 0, body);
    gaps.splice(Math.min(at, gaps.length), 0, gaps[0] ?? '\n');
    tries.push(join(parts));
  }
  const doc = parseDocument(text);
  const seq = doc.get('steps');
  if (isSeq(seq)) seq.items.splice(at, 0, doc.createNode(step));
  tries.push(doc.toString(AS_IT_IS));
  return firstGood(tries, wanted, commentsOf(text)) ?? text;
}

/** Takes a step away, with the comments that stand right above it or in it. */
export function removeStep(text: string, at: number): string {
  const now = read(text);
  const steps = stepsOf(now);
  if (!now || !steps || steps.length < 2 || steps[at] === undefined) return text;
  const wanted = { ...now.value, steps: steps.filter((_, index) => index !== at) };
  const parts = split(text, now.doc);
  const tries: string[] = [];
  if (parts) {
    parts.bodies.splice(at, 1);
    parts.gaps.splice(Math.min(at, parts.gaps.length - 1), 1);
    tries.push(join(parts));
  }
  const doc = parseDocument(text);
  doc.deleteIn(['steps', at]);
  tries.push(doc.toString(AS_IT_IS));
  return firstGood(tries, wanted, []) ?? text;
}

/** Moves a step to another place in the order; the comments right above it go with it. */
export function moveStep(text: string, from: number, to: number): string {
  const now = read(text);
  const steps = stepsOf(now);
  if (!now || !steps || from === to || steps[from] === undefined || steps[to] === undefined) return text;
  const wanted = { ...now.value, steps: moved(steps, from, to) };
  const parts = split(text, now.doc);
  const tries: string[] = [];
  if (parts) tries.push(join({ ...parts, bodies: moved(parts.bodies, from, to) }));
  const doc = parseDocument(text);
  const seq = doc.get('steps');
  if (isSeq(seq)) seq.items = moved(seq.items, from, to);
  tries.push(doc.toString(AS_IT_IS));
  return firstGood(tries, wanted, commentsOf(text), 'any order') ?? text;
}

function stepsOf(now: Read | undefined): Value[] | undefined {
  const steps = now?.value.steps;
  return Array.isArray(steps) ? steps : undefined;
}

type Parts = { head: string; bodies: string[]; gaps: string[]; tail: string; dash: number };

/** A text by its steps, each with the comments right above it; undefined where they do not stand line by line. */
function split(text: string, doc: Document.Parsed): Parts | undefined {
  const seq = doc.get('steps', true);
  if (!isSeq(seq) || seq.flow === true) return undefined;
  const nodes = seq.items.filter(isNode);
  const starts = nodes.map(({ range }) => startOf(text, range[0]));
  const last = nodes.at(-1);
  if (!last || nodes.length !== seq.items.length || starts.some((start) => start === undefined))
    return undefined;
  const ends = [...starts.slice(1), last.range[1]] as number[];
  const bodies: string[] = [];
  const gaps: string[] = [];
  starts.forEach((start, index) => {
    const chunk = text.slice(start, ends[index]);
    const body = `${chunk.trimEnd()}\n`;
    bodies.push(body);
    if (index < starts.length - 1) gaps.push(chunk.slice(body.length));
  });
  const from = nodes[0]?.range[0] ?? 0;
  const lineStart = text.lastIndexOf('\n', from - 1) + 1;
  const dash = /^ */.exec(text.slice(lineStart))?.[0].length ?? 0;
  return { head: text.slice(0, starts[0]), bodies, gaps, tail: text.slice(ends.at(-1)), dash };
}

/** Where the lines of a step begin: at its dash, or at the comment right above that. */
function startOf(text: string, at: number): number | undefined {
  let start = text.lastIndexOf('\n', at - 1) + 1;
  if (!/^\s*-\s+$/.test(text.slice(start, at))) return undefined;
  while (start > 0) {
    const above = text.lastIndexOf('\n', start - 2) + 1;
    if (!/^\s*#/.test(text.slice(above, start))) break;
    start = above;
  }
  return start;
}

const join = ({ head, bodies, gaps, tail }: Parts): string =>
  head +
  bodies.map((body, index) => body + (index < bodies.length - 1 ? (gaps[index] ?? '') : '')).join('') +
  tail;

function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const copy = [...list];
  copy.splice(to, 0, ...copy.splice(from, 1));
  return copy;
}
