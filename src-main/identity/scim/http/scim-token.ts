import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { StateSettings } from '../../../store/settings.ts';
import type { StateStore } from '../../../store/state-store.ts';

const KEY = 'idp.scim-token';

/** The bearer token that opens SCIM. It belongs to the state, so that it survives a restart. Made the first time. */
export function scimToken(store: StateStore): string {
  const settings = new StateSettings(store);
  const known = settings.get(KEY, z.string());
  if (known !== undefined) return known;
  const fresh = randomBytes(24).toString('base64url');
  settings.set(KEY, fresh);
  return fresh;
}
