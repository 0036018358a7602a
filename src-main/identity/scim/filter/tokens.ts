import type { RuleChain } from '../rule-chain.ts';

/** A value to compare with. */
export type FilterValue = string | number | boolean | null;

/** A token of a filter and where it begins, in characters from 0. */
export type Token =
  | { kind: 'word' | 'bracket' | 'end'; text: string; at: number }
  | { kind: 'value'; text: string; at: number; value: FilterValue };

const SPACE = /\s+/y;
/** Attribute names with URN and sub-attribute (RFC 7644 §3.10), operators, and true, false, null. */
const WORD = /[A-Za-z$](?:[\w$.:-]*[\w$-])?/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/y;
/** A JSON string (RFC 8259 §7). */
const STRING = /"(?:[^"\\]|\\.)*"/y;

/** Takes a filter apart. Ends the chain by `scim.filter.syntax` at what is no token. */
export function tokenize(text: string, chain: RuleChain): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  while (at < text.length) {
    const space = match(SPACE);
    if (space !== undefined) {
      at += space.length;
      continue;
    }
    const char = text[at] ?? '';
    const token = '()[]'.includes(char)
      ? ({ kind: 'bracket', text: char, at } as const)
      : (word(match(WORD), at) ?? literal(match(STRING) ?? match(NUMBER), at));
    if (!token) return malformed(text, at, chain);
    tokens.push(token);
    at += token.text.length;
  }
  tokens.push({ kind: 'end', text: '', at });
  return tokens;
}

const word = (text: string | undefined, at: number): Token | undefined =>
  text === undefined ? undefined : { kind: 'word', text, at };

function literal(text: string | undefined, at: number): Token | undefined {
  if (text === undefined) return undefined;
  try {
    return { kind: 'value', text, at, value: JSON.parse(text) as FilterValue };
  } catch {
    // An escape that JSON does not know, or a bare control character: no token.
    return undefined;
  }
}

function malformed(text: string, at: number, chain: RuleChain): never {
  const rest = text.slice(at, at + 20);
  chain.fail('scim.filter.syntax', `At character ${at + 1} the filter cannot be read: “${rest}”.`, {
    path: 'filter',
    seen: rest,
    inputs: { at, found: rest },
  });
}
