import { z } from 'zod';
import { StateSettings } from '../../../store/settings.ts';
import type { StateStore } from '../../../store/state-store.ts';

const messageSchema = z.object({
  to: z.string(),
  from: z.string(),
  subject: z.string(),
  text: z.string(),
  link: z.string(),
  linkText: z.string(),
  /** Virtual time, ms. */
  sentAt: z.number(),
});
export type MailMessage = z.infer<typeof messageSchema>;

const KEY = 'world.mail';

/** The messages of the world, newest first. Part of the state: a restore takes back what was sent since. */
export class Mailbox {
  readonly #settings: StateSettings;

  constructor(store: StateStore) {
    this.#settings = new StateSettings(store);
  }

  of(persona: string): MailMessage[] {
    return this.#all().filter(({ to }) => to === persona);
  }

  send(message: MailMessage): void {
    this.#settings.set(KEY, [message, ...this.#all()].slice(0, 50));
  }

  clear(): void {
    this.#settings.set(KEY, []);
  }

  #all(): MailMessage[] {
    return this.#settings.get(KEY, z.array(messageSchema)) ?? [];
  }
}
