import { z } from 'zod';
import { jsonSchema } from '../../../contract/json.ts';
import type { Core } from '../../../events/core.ts';
import { StateSettings } from '../../../store/settings.ts';
import { answerSchema } from '../server/session.ts';

/** A code or a refresh token that is somebody else's. */
const secretSchema = z.object({
  id: z.number().int(),
  kind: z.enum(['code', 'refresh_token']),
  value: z.string(),
  /** The application that it was issued to. */
  client: z.string(),
  redirectUri: z.string().optional(),
  /** Whose it is. */
  owner: z.string(),
  /** How she came by it, in words. */
  how: z.string(),
  /** Virtual time, ms. */
  takenAt: z.number(),
});
export type StolenSecret = z.infer<typeof secretSchema>;

const holdingsSchema = z.object({
  /** Whose phone Torch is installed on. */
  torchOn: z.string().optional(),
  secrets: z.array(secretSchema),
  /** Access tokens that she got with them, by resource indicator; the newest for each. */
  access: z.record(z.string(), z.object({ token: z.string(), client: z.string() })),
  /** Bodies that APIs answered, for the page. */
  data: z.record(z.string(), jsonSchema),
  last: answerSchema.optional(),
  /** What the newest trick brought, where it was no request. */
  said: z.object({ title: z.string(), text: z.string() }).optional(),
});
export type Holdings = z.infer<typeof holdingsSchema>;

const KEY = 'world.notebook';
/** News for the page, by what was taken. */
const TAKEN = { code: 'A code has come in', refresh_token: 'A refresh token is copied' } as const;
const EMPTY: Holdings = { secrets: [], access: {}, data: {} };

/** What Mallory has got hold of. Part of the state, so that a restore takes it from her again. */
export class NotebookHoldings {
  readonly #core: Core;
  readonly #settings: StateSettings;

  constructor(core: Core) {
    this.#core = core;
    this.#settings = new StateSettings(core.store);
  }

  read(): Holdings {
    return this.#settings.get(KEY, holdingsSchema) ?? EMPTY;
  }

  save(holdings: Holdings): void {
    this.#settings.set(KEY, holdings);
  }

  /** Back to empty hands, and Torch off every phone. */
  clear(): void {
    this.save(EMPTY);
  }

  /** Writes a secret down, newest first, with the access tokens beside it, and records `attacker.secret.taken`. */
  take(secret: Omit<StolenSecret, 'id' | 'takenAt'>, access: Holdings['access'] = {}): void {
    const holdings = this.read();
    const id = Math.max(0, ...holdings.secrets.map((held) => held.id)) + 1;
    this.#core.store.transaction(() => {
      this.save({
        ...holdings,
        access: { ...holdings.access, ...access },
        last: undefined,
        said: { title: TAKEN[secret.kind], text: `Source: ${secret.how}.` },
        secrets: [{ ...secret, id, takenAt: this.#core.clock.now() }, ...holdings.secrets].slice(0, 20),
      });
      const { kind, value, client, owner, how } = secret;
      this.#core.recorder.record({
        type: 'attacker.secret.taken',
        outcome: 'ok',
        subject: owner,
        data: { kind, handle: this.#core.vault.handle(kind, value), client, how },
      });
    });
  }

  /** Installs Torch on a phone or removes it, and records that. */
  torch(on: string, installed: boolean): void {
    const { torchOn: _, ...before } = this.read();
    const said = installed
      ? { title: 'Torch is installed', text: `The phone of ${on} may hand Pocket’s redirect to it now.` }
      : { title: 'Torch is removed', text: `The phone of ${on} hands Pocket’s redirect to Pocket again.` };
    const rest = { ...before, last: undefined, said };
    this.#core.store.transaction(() => {
      this.save(installed ? { ...rest, torchOn: on } : rest);
      this.#core.recorder.record({
        type: installed ? 'attacker.app.installed' : 'attacker.app.removed',
        outcome: 'ok',
        data: { app: 'torch', device: on, claims: 'pocket' },
      });
    });
  }
}
