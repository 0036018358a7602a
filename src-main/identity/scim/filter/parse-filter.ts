import type { RuleChain } from '../rule-chain.ts';
import { type FilterValue, type Token, tokenize } from './tokens.ts';

export type Comparison = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';

/** A filter (RFC 7644 §3.4.2.2) as a tree. `path` is as it was written. */
export type Filter =
  | { op: 'and' | 'or'; filters: Filter[] }
  | { op: 'not'; filter: Filter }
  /** `attribute[filter]`: one and the same value has to match all of it. */
  | { op: 'each'; path: string; filter: Filter }
  | { op: 'pr'; path: string }
  | { op: Comparison; path: string; value: FilterValue };

/** How large a filter may be, so that none can keep the service busy. */
export const FILTER_BOUNDS = { length: 4096, depth: 20, comparisons: 64 } as const;

const COMPARISONS: ReadonlySet<string> = new Set(['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le']);

/** Reads a filter. Ends the chain by `scim.filter.syntax` or `scim.filter.bounds`. */
export function parseFilter(text: string, chain: RuleChain): Filter {
  bound(chain, 'length', text.length);
  return new Parser(tokenize(text, chain), chain).whole();
}

function bound(chain: RuleChain, what: keyof typeof FILTER_BOUNDS, seen: number): void {
  const expected = FILTER_BOUNDS[what];
  if (seen <= expected) return;
  const words = {
    length: `The filter is ${seen} characters long; at most ${expected} are taken.`,
    depth: `The filter is nested more than ${expected} levels deep.`,
    comparisons: `The filter makes more than ${expected} comparisons.`,
  };
  chain.fail('scim.filter.bounds', words[what], {
    path: `filter.${what}`,
    expected,
    seen,
    inputs: { [what]: seen },
  });
}

/** Recursive descent; `and` binds more tightly than `or`, `not` wants brackets (RFC 7644 §3.4.2.2). */
class Parser {
  readonly #tokens: readonly Token[];
  readonly #chain: RuleChain;
  #next = 0;
  #depth = 0;
  #comparisons = 0;

  constructor(tokens: readonly Token[], chain: RuleChain) {
    this.#tokens = tokens;
    this.#chain = chain;
  }

  whole(): Filter {
    const filter = this.#either(false);
    if (this.#peek().kind !== 'end') this.#unexpected('“and”, “or” or the end');
    return filter;
  }

  #either(inside: boolean): Filter {
    return this.#joined('or', () => this.#joined('and', () => this.#term(inside)));
  }

  #joined(op: 'and' | 'or', part: () => Filter): Filter {
    const first = part();
    const filters = [first];
    while (this.#takeWord(op)) filters.push(part());
    return filters.length === 1 ? first : { op, filters };
  }

  #term(inside: boolean): Filter {
    const token = this.#peek();
    const negated = token.kind === 'word' && token.text.toLowerCase() === 'not' && this.#opens(1, '(');
    if (negated) this.#next += 1;
    if (this.#peek().text === '(') {
      const filter = this.#bracketed(')', inside);
      return negated ? { op: 'not', filter } : filter;
    }
    if (token.kind !== 'word') this.#unexpected('the name of an attribute');
    this.#next += 1;
    return this.#about(token.text, inside);
  }

  #about(path: string, inside: boolean): Filter {
    if (!inside && this.#peek().text === '[') return { op: 'each', path, filter: this.#bracketed(']', true) };
    const operator = this.#peek();
    const op = operator.text.toLowerCase();
    if (operator.kind !== 'word' || (op !== 'pr' && !COMPARISONS.has(op)))
      this.#unexpected('an operator: eq, ne, co, sw, ew, pr, gt, ge, lt or le');
    this.#next += 1;
    this.#comparisons += 1;
    bound(this.#chain, 'comparisons', this.#comparisons);
    return op === 'pr' ? { op, path } : { op: op as Comparison, path, value: this.#value() };
  }

  #bracketed(close: ')' | ']', inside: boolean): Filter {
    this.#next += 1;
    this.#depth += 1;
    bound(this.#chain, 'depth', this.#depth);
    const filter = this.#either(inside);
    if (this.#peek().text !== close) this.#unexpected(`“${close}”`);
    this.#next += 1;
    this.#depth -= 1;
    return filter;
  }

  #value(): FilterValue {
    const token = this.#peek();
    if (token.kind === 'value') {
      this.#next += 1;
      return token.value;
    }
    // `true`, `false` and `null` are words until they stand where a value is wanted.
    const word = token.kind === 'word' ? token.text.toLowerCase() : '';
    if (word !== 'true' && word !== 'false' && word !== 'null')
      this.#unexpected('a value: text in double quotes, a number, true, false or null');
    this.#next += 1;
    return word === 'null' ? null : word === 'true';
  }

  #takeWord(word: string): boolean {
    const token = this.#peek();
    const found = token.kind === 'word' && token.text.toLowerCase() === word;
    if (found) this.#next += 1;
    return found;
  }

  #opens(ahead: number, text: string): boolean {
    return this.#tokens[this.#next + ahead]?.text === text;
  }

  #peek(): Token {
    return this.#tokens[this.#next] ?? { kind: 'end', text: '', at: 0 };
  }

  #unexpected(wanted: string): never {
    const { kind, text, at } = this.#peek();
    const found = kind === 'end' ? 'it ends' : `there is “${text}”`;
    this.#chain.fail(
      'scim.filter.syntax',
      `At character ${at + 1} the filter wants ${wanted}, but ${found}.`,
      {
        path: 'filter',
        expected: wanted,
        seen: text,
        inputs: { at, found: text },
      },
    );
  }
}
