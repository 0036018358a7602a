import { errors, type KoaContextWithOIDC } from 'oidc-provider';

/** The largest form, bytes. */
const LIMIT = 56 * 1024;

/**
 * Reads the form that a page sent. Throws `invalid_request` for another media type, for a body that is too large, and
 * for one that a page of another origin sent (the cookies of `localhost` know no ports).
 */
export async function readForm(ctx: KoaContextWithOIDC, issuer: string): Promise<URLSearchParams> {
  assertSameOrigin(ctx, issuer);
  return new URLSearchParams((await readBody(ctx)).toString('utf8'));
}

/** Reads the body of a form as it is. */
export async function readBody(ctx: KoaContextWithOIDC): Promise<Buffer> {
  if (!ctx.is('application/x-www-form-urlencoded')) {
    throw new errors.InvalidRequest(
      'only application/x-www-form-urlencoded content-type bodies are supported here',
    );
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of ctx.req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LIMIT)
      throw new errors.InvalidRequest('failed to parse the request body', undefined, { detail: 'too large' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function assertSameOrigin(ctx: KoaContextWithOIDC, issuer: string): void {
  const origin = ctx.get('origin');
  // Browsers say "null" where a page hides its address; no page of the provider does.
  if (origin === '' || origin === new URL(issuer).origin) return;
  throw new errors.InvalidRequest('the form was sent by a page of another origin', undefined, {
    detail: origin,
  });
}
