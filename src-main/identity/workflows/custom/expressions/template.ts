import type { Json } from '../../../../contract/json.ts';
import { evaluate, type Scope, type Values } from './cel.ts';
import { ExpressionError } from './expression-error.ts';

/** A piece of a text: as it stands, or an expression with its place in the text. */
export type Piece = { text: string } | { cel: string; offset: number };

/** Takes a text apart at `${…}`; `$${` stands for `${` itself. Throws {@link ExpressionError} for one that does not end. */
export function piecesOf(template: string): Piece[] {
  const pieces: Piece[] = [];
  let text = '';
  let at = 0;
  while (at < template.length) {
    if (template.startsWith('$${', at)) {
      text += '${';
      at += 3;
    } else if (template.startsWith('${', at)) {
      const end = endOf(template, at + 2);
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the characters themselves are meant
      if (end < 0) throw new ExpressionError('“${” begins an expression, and no “}” ends it.', at);
      if (text !== '') pieces.push({ text });
      text = '';
      pieces.push({ cel: template.slice(at + 2, end), offset: at + 2 });
      at = end + 1;
    } else {
      text += template[at];
      at += 1;
    }
  }
  if (text !== '') pieces.push({ text });
  return pieces;
}

/** Where the expression that begins at `start` ends: braces inside of it and inside of its texts are its own. */
function endOf(template: string, start: number): number {
  let depth = 0;
  let quote = '';
  for (let at = start; at < template.length; at++) {
    const char = template[at] ?? '';
    if (quote !== '') {
      if (char === '\\') at++;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '{') depth++;
    else if (char === '}' && depth-- === 0) return at;
  }
  return -1;
}

/** A text with the values of its expressions in it. `encode` is applied to each value. */
export function fillText(
  template: string,
  values: Values,
  encode: (value: string) => string = (value) => value,
  scope: Scope = 'run',
): string {
  return piecesOf(template)
    .map((piece) => ('text' in piece ? piece.text : encode(asText(evaluate(piece.cel, scope, values)))))
    .join('');
}

/** JSON with the values of its expressions in it. A text that is one expression and nothing else becomes its value. */
export function fillJson(template: Json, values: Values): Json {
  if (typeof template === 'string') {
    const pieces = piecesOf(template);
    const [only] = pieces;
    return pieces.length === 1 && only && 'cel' in only
      ? evaluate(only.cel, 'run', values)
      : fillText(template, values);
  }
  if (Array.isArray(template)) return template.map((member) => fillJson(member, values));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(
    Object.entries(template).map(([name, member]) => [name, fillJson(member, values)]),
  );
}

function asText(value: Json): string {
  if (typeof value === 'string') return value;
  return value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
}
