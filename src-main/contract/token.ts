import { z } from 'zod';
import { jsonObjectSchema, jsonSchema } from './json.ts';

/** A token taken apart. `raw` is present only inside the app, where the inspector may resolve a handle. */
export const inspectedTokenSchema = z.object({
  handle: z.string(),
  format: z.enum(['jwt', 'opaque']),
  raw: z.string(),
  header: jsonObjectSchema.optional(),
  claims: z.array(z.object({ name: z.string(), value: jsonSchema, about: z.string() })).optional(),
  signature: z.object({
    status: z.enum(['verified', 'invalid', 'unknown-key', 'unsigned', 'not-applicable']),
    detail: z.string(),
  }),
  lifetime: z
    .object({
      issuedAt: z.number().optional(),
      expiresAt: z.number().optional(),
      /** `future`: issued after the present moment, which happens when the clock goes back. */
      status: z.enum(['valid', 'expired', 'future', 'unlimited']),
    })
    .optional(),
  /** What the register of issued tokens knows. */
  registered: z
    .object({
      kind: z.string(),
      jti: z.string().optional(),
      client: z.string(),
      account: z.string().optional(),
      grant: z.string().optional(),
      flow: z.string().optional(),
      revokedAt: z.number().optional(),
    })
    .optional(),
});
export type InspectedToken = z.infer<typeof inspectedTokenSchema>;
