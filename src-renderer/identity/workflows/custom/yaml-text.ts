import { Document, isMap, Lexer, type Node, parseDocument } from 'yaml';

/** A place in a definition: `['steps', 2, 'call', 'path']`. */
export type Place = readonly (string | number)[];
/** A value of a definition, as YAML and JSON have it. */
export type Value = string | number | boolean | null | Value[] | { [name: string]: Value };

export type Read = { doc: Document.Parsed; value: { [name: string]: Value } };

/** As wide as it comes: no line is broken that its writer did not break. */
export const AS_IT_IS = { lineWidth: 0 } as const;

export function read(text: string): Read | undefined {
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

export const isNode = (value: unknown): value is Node & { range: [number, number, number] } =>
  typeof value === 'object' && value !== null && Array.isArray((value as { range?: unknown }).range);

export const written = (value: Value): string => new Document(value).toString(AS_IT_IS).trimEnd();

export const columnOf = (text: string, at: number): number => at - (text.lastIndexOf('\n', at - 1) + 1);

/** Where the next line begins, from a place at its end or within it. */
export function endOfLine(text: string, at: number): number {
  if (text[at - 1] === '\n') return at;
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

/** Every line after the first is moved to the column; empty lines stay empty. */
export const indented = (written: string, column: number): string =>
  written.replace(/\n(?=[^\n])/g, `\n${' '.repeat(column)}`);

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
export function firstGood(
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
