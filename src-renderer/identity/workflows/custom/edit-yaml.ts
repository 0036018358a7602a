import { Document, isMap, isScalar, type Node, parseDocument, type Scalar, type YAMLMap } from 'yaml';
import {
  AS_IT_IS,
  columnOf,
  commentsOf,
  endOfLine,
  firstGood,
  indented,
  isNode,
  type Place,
  read,
  type Value,
  written,
} from './yaml-text.ts';

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
  // Comments inside of what is replaced go with it; all others stay, that beside the sign of a block among them.
  const kept = commentsOf(
    text,
    range ? [range[0] + blockHeader(text, range[0]).length, range[1]] : undefined,
  );
  const tries = [
    ...(value === undefined ? [] : inPlace(text, target, value)),
    ...byLines(text, now.doc, place, value),
    ...aroundIt(text, place, value),
    wholly(text, place, value),
  ];
  return firstGood(tries, wanted, kept) ?? text;
}

/** Gives a key of a mapping another name, where it stands; a name that is taken stays as it is. */
export function renameKey(text: string, place: Place, name: string): string {
  const now = read(text);
  const old = place.at(-1);
  if (!now || typeof old !== 'string' || old === name) return text;
  const holder = now.doc.getIn(place.slice(0, -1), true);
  const pair = isMap(holder) ? holder.items.find(({ key }) => isScalar(key) && key.value === old) : undefined;
  if (!pair || !isNode(pair.key) || (isMap(holder) && holder.has(name))) return text;
  const [start, end] = pair.key.range;
  const wanted = renamed(now.value, place, name);
  return (
    firstGood([text.slice(0, start) + written(name) + text.slice(end)], wanted, commentsOf(text)) ?? text
  );
}

function renamed(whole: Value, [first, ...rest]: Place, name: string): Value {
  if (first === undefined || typeof whole !== 'object' || whole === null) return whole;
  if (Array.isArray(whole))
    return whole.map((member, index) => (index === Number(first) ? renamed(member, rest, name) : member));
  return Object.fromEntries(
    Object.entries(whole).map(([key, member]) =>
      key !== first ? [key, member] : rest.length === 0 ? [name, member] : [key, renamed(member, rest, name)],
    ),
  );
}

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

/** The first line of a block scalar, whose comment belongs to the place and not to the text; empty for other values. */
const blockHeader = (text: string, at: number): string => /^[|>].*/.exec(text.slice(at))?.[0] ?? '';

/** One value for another, in the same stretch of text. */
function inPlace(text: string, target: unknown, value: Value): string[] {
  if (!isScalar(target) || !isNode(target) || (typeof value === 'object' && value !== null)) return [];
  if (typeof value === 'string' && value.includes('\n')) return [];
  const [start, end] = target.range;
  const before = text.slice(start, end);
  const comment = /[ \t]#.*/.exec(blockHeader(text, start))?.[0] ?? '';
  const after = comment + (before.endsWith('\n') ? '\n' : '');
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
