import type { Json } from '../../contract/json.ts';
import type { Core } from '../../events/core.ts';

/** Members whose values a script may use and the log may not hold. */
const SECRET_MEMBER = /password|secret|token|otp|confirmation|(?:^|[a-z])code$/i;
/** Shorter values are no secrets, and would be found everywhere. */
const SHORTEST = 4;

/** Keeps secrets that pass through a script out of what is told of its run. */
export class Sieve {
  readonly #core: Core;
  readonly #known = new Map<string, string>();

  constructor(core: Core) {
    this.#core = core;
  }

  /** Looks for secrets in what a script is given. */
  learn(value: Json | undefined, member = ''): void {
    if (typeof value === 'string') {
      if (value.length >= SHORTEST && SECRET_MEMBER.test(member))
        this.#known.set(value, this.#core.vault.handle(/password/i.test(member) ? 'password' : 'otp', value));
      return;
    }
    if (value === null || typeof value !== 'object') return;
    if (Array.isArray(value)) for (const one of value) this.learn(one, member);
    else for (const [name, one] of Object.entries(value)) this.learn(one, name);
  }

  /** Text of a script with handles in the place of secrets. */
  text(text: string): string {
    let clean = text;
    for (const [value, handle] of this.#known) clean = clean.replaceAll(value, handle);
    return this.#core.redactor.body({ type: 'text/plain', size: 0, text: clean, cut: false }).text;
  }

  /** A value that a script got or gave, shortened where it is long. */
  json(value: Json, most: number): Json {
    const source = JSON.stringify(value);
    const clean = this.#core.redactor.body({
      type: 'application/json',
      size: 0,
      text: this.#quoted(source),
      cut: false,
    });
    if (clean.text.length > most) return `${clean.text.slice(0, most)}…`;
    try {
      return JSON.parse(clean.text) as Json;
    } catch {
      // A secret stood where its handle is no JSON any more.
      return clean.text;
    }
  }

  #quoted(source: string): string {
    let clean = source;
    for (const [value, handle] of this.#known)
      clean = clean.replaceAll(JSON.stringify(value).slice(1, -1), handle);
    return clean;
  }
}
