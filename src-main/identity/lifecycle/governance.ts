import { type Governance, type GovernanceChange, governanceSchema } from '../../contract/governance.ts';
import type { Core } from '../../events/core.ts';
import { StateSettings } from '../../store/settings.ts';
import { lockDuration } from './states.ts';

const KEY = 'identity.governance';
/** As many locks in a row are foretold. */
const LOCKS = 5;

/** The switches by which accounts are governed, read from the state and changed in it. */
export class GovernanceSettings {
  readonly #core: Core;
  readonly #settings: StateSettings;
  #read: { text: string; value: Governance } = { text: '{}', value: governanceSchema.parse({}) };

  constructor(core: Core) {
    this.#core = core;
    this.#settings = new StateSettings(core.store);
  }

  get(): Governance {
    const text = this.#settings.text(KEY) ?? '{}';
    // Read with each token and each sign-in: only another text is looked at again.
    if (text !== this.#read.text) this.#read = { text, value: governanceSchema.parse(JSON.parse(text)) };
    return this.#read.value;
  }

  /** The switches of a new world. */
  defaults(): Governance {
    return governanceSchema.parse({});
  }

  /** How long the next locks by failed sign-ins last, ms: reckoned as the lock itself reckons. */
  locks(): number[] {
    const { accountLock } = this.get();
    return Array.from({ length: LOCKS }, (_, before) => lockDuration(accountLock, before));
  }

  /** Merges a change and records `config.changed`. Throws a ZodError when a value does not fit. */
  set(change: GovernanceChange): Governance {
    const before = this.get();
    const merged: Record<string, unknown> = { ...before };
    for (const [name, values] of Object.entries(change))
      merged[name] = { ...before[name as keyof Governance], ...values };
    const after = governanceSchema.parse(merged);
    this.#core.store.transaction(() => {
      this.#settings.set(KEY, after);
      this.#core.recorder.record({
        type: 'config.changed',
        outcome: 'ok',
        data: { what: 'governance', sections: Object.keys(change), changes: changed(before, after) },
      });
    });
    return after;
  }
}

/** Each value that differs, by its path. */
function changed(before: Governance, after: Governance) {
  const found: Record<string, { from: unknown; to: unknown }> = {};
  for (const [name, values] of Object.entries(after)) {
    for (const [key, to] of Object.entries(values)) {
      const from = (before[name as keyof Governance] as Record<string, unknown>)[key];
      if (JSON.stringify(from) !== JSON.stringify(to)) found[`${name}.${key}`] = { from, to };
    }
  }
  return JSON.parse(JSON.stringify(found));
}
