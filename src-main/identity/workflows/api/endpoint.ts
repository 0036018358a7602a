import type { KoaContextWithOIDC } from 'oidc-provider';
import type { z } from 'zod';
import type { RunningParts } from '../../parts.ts';
import { sendError } from './answers.ts';

/** Looks at a body before its endpoint acts on it. Answers whether the call goes on; if not, it has answered the caller. */
export type BodyGuard = (body: unknown) => boolean;

/** Answers one endpoint. */
export type Endpoint = (parts: RunningParts, ctx: KoaContextWithOIDC, guard?: BodyGuard) => Promise<void>;

/** The largest body, bytes. */
const LIMIT = 64 * 1024;

/** An endpoint that takes JSON of one form; other bodies are answered with 400, 413 or 415. */
export function endpoint<S extends z.ZodType>(
  schema: S,
  answer: (parts: RunningParts, ctx: KoaContextWithOIDC, body: z.output<S>) => Promise<void>,
): Endpoint {
  return async (parts, ctx, guard) => {
    if (!ctx.is('application/json'))
      return sendError(ctx, 415, 'UE-10000', 'The body is not JSON.', 'Send application/json.');
    const text = await bodyOf(ctx);
    if (text === undefined)
      return sendError(ctx, 413, 'UE-10000', 'The body is too large.', `Send ${LIMIT} bytes at most.`);
    const parsed = schema.safeParse(asJson(text));
    if (parsed.success) {
      if (!guard || guard(parsed.data)) await answer(parts, ctx, parsed.data);
      return;
    }
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') ?? '';
    const why = where === '' ? 'The body is not what this endpoint takes.' : `${where}: ${issue?.message}`;
    return sendError(ctx, 400, 'UE-10000', 'Invalid request.', why);
  };
}

async function bodyOf(ctx: KoaContextWithOIDC): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of ctx.req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LIMIT) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Told to the caller as a body of the wrong form.
    return undefined;
  }
}
