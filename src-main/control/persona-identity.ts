import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Core } from '../events/core.ts';
import { StateSettings } from '../store/settings.ts';

const KEY = 'world.persona';
const TRACESTATE = /(?:^|,)\s*gatehouse=([\w-]+)\.([0-9a-f]{16})\s*(?:,|$)/;

/** The mark by which a persona's browser proves that it belongs to this run: `alice.` and 16 hex digits. */
export function personaMark(secret: string, persona: string): string {
  return `${persona}.${createHmac('sha256', secret).update(persona).digest('hex').slice(0, 16)}`;
}

/** Reads the persona from a `tracestate` whose mark is right; a forged one is nobody. */
export function personaFromTracestate(secret: string, tracestate: string | undefined): string | undefined {
  const [, persona, mac] = TRACESTATE.exec(tracestate ?? '') ?? [];
  if (!persona || !mac) return undefined;
  const expected = personaMark(secret, persona).slice(persona.length + 1);
  return timingSafeEqual(Buffer.from(expected), Buffer.from(mac)) ? persona : undefined;
}

/** Which persona is at the keyboard. Part of the state, so that a restore brings the right one back. */
export class Keyboard {
  readonly #core: Core;
  readonly #settings: StateSettings;
  readonly #first: string;

  /** `first` sits there in a new world. */
  constructor(core: Core, first: string) {
    this.#core = core;
    this.#settings = new StateSettings(core.store);
    this.#first = first;
  }

  get persona(): string {
    return this.#settings.get(KEY, z.string()) ?? this.#first;
  }

  switchTo(persona: string): void {
    if (persona === this.persona) return;
    this.#core.store.transaction(() => {
      this.#settings.set(KEY, persona);
      this.#core.recorder.record({
        type: 'persona.switched',
        outcome: 'ok',
        actor: `persona:${persona}`,
        data: { persona },
      });
    });
  }
}
