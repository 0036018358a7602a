import { type Client, errors, type InteractionResults, type KoaContextWithOIDC } from 'oidc-provider';
import type { RunningParts } from '../parts.ts';
import { noteSubject } from '../recording/request-facts.ts';

type Details = Awaited<ReturnType<RunningParts['provider']['interactionDetails']>>;

/** An interaction that this browser has under way. */
export interface OpenInteraction {
  parts: RunningParts;
  ctx: KoaContextWithOIDC;
  details: Details;
  client: Client;
  /** What the application calls itself. */
  application: string;
  redirectUri: string | undefined;
  /** Writes the person's answer and sends the browser on. */
  finish(result: InteractionResults): Promise<void>;
}

/** Finds the interaction of a page by its cookie. Throws `invalid_request` when it is another's, or has ended. */
export async function openInteraction(
  parts: RunningParts,
  ctx: KoaContextWithOIDC,
  uid: string,
): Promise<OpenInteraction> {
  const { provider } = parts;
  const details = await provider.interactionDetails(ctx.req, ctx.res);
  if (details.uid !== uid)
    throw new errors.SessionNotFound('interaction session and cookie identifier mismatch');
  const client = await provider.Client.find(String(details.params.client_id));
  if (!client) throw new errors.InvalidClient('client is invalid', { detail: 'client not found' });
  noteSubject(details.session?.accountId, details.session?.uid);
  return {
    parts,
    ctx,
    details,
    client,
    application: client.clientName ?? client.clientId,
    redirectUri: typeof details.params.redirect_uri === 'string' ? details.params.redirect_uri : undefined,
    finish: async (result) => {
      const merge = result.error === undefined;
      ctx.redirect(
        await provider.interactionResult(ctx.req, ctx.res, result, { mergeWithLastSubmission: merge }),
      );
      ctx.status = 303;
    },
  };
}
