import type { Request, Response } from 'express';
import { createRemoteJWKSet, customFetch, jwtVerify } from 'jose';
import { z } from 'zod';
import type { AppDeps } from '../server/app-base.ts';
import { recordRefused, recordSessionEnded } from '../server/app-events.ts';
import type { SessionParts } from '../server/session-pages.ts';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

/** What a logout token must hold (OpenID Connect Back-Channel Logout §2.4, §2.6). A `nonce` is forbidden. */
const logoutClaimsSchema = z
  .object({
    sub: z.string().optional(),
    sid: z.string().optional(),
    jti: z.string(),
    iat: z.number(),
    events: z.object({ [EVENT]: z.record(z.string(), z.unknown()) }),
    nonce: z.never('a nonce is forbidden').optional(),
  })
  .refine((claims) => claims.sub !== undefined || claims.sid !== undefined, 'neither sub nor sid');

/**
 * The address at which the provider tells, server to server, that a person's session has ended: the application ends
 * its own sessions for it, also those in browsers that are closed (Back-Channel Logout §2.7, §2.8).
 */
export function backchannelLogout(
  { core, issuer }: AppDeps,
  clientId: string,
  { party, sessions }: SessionParts,
) {
  return async (req: Request, res: Response): Promise<void> => {
    const token = z.object({ logout_token: z.string() }).safeParse(req.body);
    try {
      const { sub, sid } = await verify(token.success ? token.data.logout_token : '');
      core.store.transaction(() => {
        for (const { id, session } of sessions.signedIn()) {
          const { user } = session;
          if (!user || (sid === undefined ? user.sub !== sub : user.sid !== sid)) continue;
          sessions.end(id);
          recordSessionEnded(core, clientId, user.sub, 'backchannel-logout');
        }
      });
      res.status(200).end();
    } catch (error) {
      const description = error instanceof Error ? error.message : String(error);
      recordRefused(core, clientId, 'app.logout-token.valid', { status: 400, seen: description });
      res.status(400).json({ error: 'invalid_request', error_description: `logout_token: ${description}` });
    }
  };

  async function verify(token: string): Promise<z.infer<typeof logoutClaimsSchema>> {
    const { jwks_uri } = await party.serverMetadata();
    const fetch = core.dispatcher.fetchAs(`app:${clientId}`);
    // Fetched anew each time: a logout is rare, and kept keys would outlive a jump of the clock.
    const keys = createRemoteJWKSet(new URL(jwks_uri ?? ''), {
      [customFetch]: (url: string, options: RequestInit) => fetch(url, options),
    });
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience: clientId,
      currentDate: new globalThis.Date(core.clock.now()),
    });
    return logoutClaimsSchema.parse(payload);
  }
}
