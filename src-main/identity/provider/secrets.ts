import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { StateSettings } from '../../store/settings.ts';
import type { StateStore } from '../../store/state-store.ts';

const secretsSchema = z.object({
  cookieKeys: z.array(z.string()).min(1),
  /** 32 bytes, base64url: DPoP nonces are derived from it (RFC 9449 §8). */
  nonceSecret: z.string(),
  /** Opens dynamic registration (RFC 7591 §3). */
  initialAccessToken: z.string(),
});

/** Secrets of the provider that belong to the state, so that cookies and nonces survive a restart and a restore. */
export type ProviderSecrets = z.infer<typeof secretsSchema>;

const KEY = 'idp.secrets';

/** Reads the secrets; makes them the first time. */
export function providerSecrets(store: StateStore): ProviderSecrets {
  const settings = new StateSettings(store);
  const known = settings.get(KEY, secretsSchema);
  if (known) return known;
  const fresh: ProviderSecrets = {
    cookieKeys: [randomBytes(32).toString('base64url')],
    nonceSecret: randomBytes(32).toString('base64url'),
    initialAccessToken: randomBytes(24).toString('base64url'),
  };
  settings.set(KEY, fresh);
  return fresh;
}
