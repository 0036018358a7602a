import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
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

/** Whether an `Authorization` header carries this bearer token (RFC 6750 §2.1). Takes as long for any other. */
export function bearerIs(header: string, token: string): boolean {
  const given = /^Bearer +(\S+)$/i.exec(header)?.[1] ?? '';
  return timingSafeEqual(digestOf(given), digestOf(token));
}

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();
