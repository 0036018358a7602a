import {
  Document,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  type Node,
  parseDocument,
  type Scalar,
  type YAMLMap,
} from 'yaml';

/** A place in a definition: `['steps', 2, 'call', 'path']`. */
export type Place = readonly (string | number)[];
/** A value of a definition, as YAML and JSON have it. */
export type Value = string | number | boolean | null | Value[] | { [name: string]: Value };

type Read = { doc: Document.Parsed; value: { [name: string]: Value } };

/** As wide as it comes: no line is broken that its writer did not break. */
const AS_IT_IS = { lineWidth: 0 } as const;

/**
 * Writes a value at a place, or takes the place away when the value is undefined. Nothing else changes: comments, order
 * and the writing of all that is not meant stay, the smallest stretch of text that will do is written anew. A text that
 * cannot be read stays as it is.
 */
export function setValue(text: string, place: Place, value: Value | undefined): string {
  const now = read(text);
  if (!now || place.length === 0) return text;
  const wanted = changed(now.value, place, value);
  const target = now.doc.getIn(place, true);
  const range = isNode(target) ? target.range : undefined;
  // Comments inside of what is replaced go with it; all others stay.
  const kept = commentsOf(text, range ? [range[0], range[1]] : undefined);
  const tries = [
    ...(value === undefined ? [] : inPlace(text, target, value)),
    ...byLines(text, now.doc, place, value),
    ...aroundIt(text, place, value),
    wholly(text, place, value),
  ];
  return firstGood(tries, wanted, kept) ?? text;
}

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

function read(text: string): Read | undefined {
  const doc = parseDocument(text);
  if (doc.errors.length > 0 || !isMap(doc.contents)) return undefined;
  try {
    // A value that holds itself, or grows without end, is none that JSON could say.
    const value = JSON.parse(JSON.stringify(doc.toJS({ maxAliasCount: 100 })));
    return { doc, value };
  } catch {
    return undefined;
  }
}

function stepsOf(now: Read | undefined): Value[] | undefined {
  const steps = now?.value.steps;
  return Array.isArray(steps) ? steps : undefined;
}

const isNode = (value: unknown): value is Node & { range: [number, number, number] } =>
  typeof value === 'object' && value !== null && Array.isArray((value as { range?: unknown }).range);

function changed(whole: Value, place: Place, value: Value | undefined): Value {
  const [first, ...rest] = place;
  if (first === undefined) return value ?? null;
  if (Array.isArray(whole)) {
    const copy = [...whole];
    if (rest.length === 0 && value === undefined) copy.splice(Number(first), 1);
    else copy[Number(first)] = changed(copy[Number(first)] ?? {}, rest, value);
    return copy;
  }
  const copy = { ...(typeof whole === 'object' && whole !== null ? whole : {}) };
  if (rest.length === 0 && value === undefined) delete copy[first];
  else copy[first] = changed(copy[first] ?? {}, rest, value);
  return copy;
}

/** One value for another, in the same stretch of text. */
function inPlace(text: string, target: unknown, value: Value): string[] {
  if (!isScalar(target) || !isNode(target) || (typeof value === 'object' && value !== null)) return [];
  if (typeof value === 'string' && value.includes('\n')) return [];
  const [start, end] = target.range;
  const before = text.slice(start, end);
  const after = before.endsWith('\n') ? '\n' : '';
  const plain = written(value);
  const double = JSON.stringify(value);
  const single = typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : double;
  const ways = before.startsWith('"')
    ? [double, plain]
    : before.startsWith("'")
      ? [single, plain, double]
      : [plain, single, double];
  // An empty value has no letter of its own to stand at.
  const gap = start === end && text[start - 1] === ':' ? ' ' : '';
  return ways.map((one) => `${text.slice(0, start)}${gap}${one}${after}${text.slice(end)}`);
}

/** The lines of one key, in a mapping that is written line by line: changed, taken away, or added at its end. */
function byLines(text: string, doc: Document.Parsed, place: Place, value: Value | undefined): string[] {
  const holder = doc.getIn(place.slice(0, -1), true);
  const name = place.at(-1);
  if (!isMap(holder) || !isNode(holder) || holder.flow === true || typeof name !== 'string') return [];
  const column = columnOf(text, holder.range[0]);
  const lines =
    value === undefined ? '' : `${' '.repeat(column)}${indented(written({ [name]: value }), column)}\n`;
  const pair = holder.items.find(({ key }) => isScalar(key) && key.value === name);
  if (!pair) return [splice(text, endOfLine(text, holder.range[1]), lines)];
  const [key, content] = [pair.key, pair.value];
  if (!isNode(key)) return [];
  const start = key.range[0] - columnOf(text, key.range[0]);
  if (text.slice(start, key.range[0]).trim() !== '') return [];
  const end = endOfLine(text, isNode(content) ? content.range[1] : key.range[1]);
  return [text.slice(0, start) + lines + text.slice(end)];
}

const written = (value: Value): string => new Document(value).toString(AS_IT_IS).trimEnd();

const columnOf = (text: string, at: number): number => at - (text.lastIndexOf('\n', at - 1) + 1);

/** Where the next line begins, from a place at its end or within it. */
function endOfLine(text: string, at: number): number {
  if (text[at - 1] === '\n') return at;
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

const splice = (text: string, at: number, lines: string): string =>
  `${text.slice(0, at)}${at > 0 && text[at - 1] !== '\n' ? '\n' : ''}${lines}${text.slice(at)}`;

/** The step, or the part of the definition, that holds the place, written anew. */
function aroundIt(text: string, place: Place, value: Value | undefined): string[] {
  const depths = place[0] === 'steps' ? [place.length - 1, 2] : [place.length - 1, 1];
  return [...new Set(depths)].flatMap((depth) => {
    const doc = parseDocument(text);
    const node = doc.getIn(place.slice(0, depth), true);
    if (depth < 1 || !isMap(node) || !isNode(node)) return [];
    write(doc, node, place.slice(depth), value);
    const [start, end] = node.range;
    const column = columnOf(text, start);
    node.commentBefore = undefined;
    node.comment = undefined;
    node.spaceBefore = undefined;
    const alone = new Document();
    alone.contents = node;
    const anew = indented(alone.toString(AS_IT_IS).trimEnd(), column);
    const after = text.slice(start, end).endsWith('\n') ? '\n' : '';
    return [`${text.slice(0, start)}${anew}${after}${text.slice(end)}`];
  });
}

function wholly(text: string, place: Place, value: Value | undefined): string {
  const doc = parseDocument(text);
  write(doc, doc.contents as YAMLMap, place, value);
  return doc.toString(AS_IT_IS);
}

function write(doc: Document, map: YAMLMap, place: Place, value: Value | undefined): void {
  if (value === undefined) {
    map.deleteIn(place);
    return;
  }
  const known = map.getIn(place, true);
  if (isScalar(known) && (typeof value !== 'object' || value === null)) {
    known.value = value;
    if (typeof value === 'string' && value.includes('\n')) known.type = 'BLOCK_LITERAL';
    return;
  }
  const node = doc.createNode(value) as Node;
  if (isScalar(node) && typeof value === 'string' && value.includes('\n'))
    (node as Scalar).type = 'BLOCK_LITERAL';
  map.setIn(place, node);
}

/** Every line after the first is moved to the column; empty lines stay empty. */
const indented = (written: string, column: number): string =>
  written.replace(/\n(?=[^\n])/g, `\n${' '.repeat(column)}`);

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

/** The comments of a text, without those in a stretch of it. */
export function commentsOf(text: string, but?: readonly [number, number]): string[] {
  const found: string[] = [];
  let at = 0;
  let content = false;
  for (const token of new Lexer().lex(text)) {
    // The lexer marks where a document and where the content of a value begin, with signs that the text does not have.
    const mark = token === '\u0002' || token === '\u0018' || token === '\u001f';
    const inside = but !== undefined && at >= but[0] && at < but[1];
    if (!mark && !content && token.startsWith('#') && !inside) found.push(token.trim());
    content = token === '\u001f';
    if (!mark) at += token.length;
  }
  return found;
}

/** The first text that says what is wanted and has kept every comment. */
function firstGood(
  tries: readonly string[],
  wanted: Value,
  comments: readonly string[],
  order: 'same order' | 'any order' = 'same order',
): string | undefined {
  const said = JSON.stringify(wanted);
  const good = tries.filter((text) => JSON.stringify(read(text)?.value) === said);
  const told = (list: readonly string[]) => (order === 'any order' ? [...list].sort() : list).join('\n');
  const whole = good.find((text) =>
    order === 'any order' ? told(commentsOf(text)) === told(comments) : isWithin(comments, commentsOf(text)),
  );
  return whole ?? good[0];
}

/** All of the first stand in the second, in their order. */
function isWithin(some: readonly string[], all: readonly string[]): boolean {
  let at = 0;
  for (const one of all) if (one === some[at]) at += 1;
  return at === some.length;
}
