import { z } from 'zod';

/** What can exist at the provider or at an application because of a sign-in. */
export const artefactSchema = z.object({
  kind: z.enum(['session', 'consent', 'code', 'access', 'id', 'refresh', 'app-session']),
  /** A token's or code's handle; the id of a session or of a consent. */
  id: z.string(),
  client: z.string().optional(),
  subject: z.string().optional(),
  scope: z.string().optional(),
  audience: z.string().optional(),
  /** Virtual time at which it ends by itself, ms since the epoch. */
  expires: z.number().optional(),
});
export type Artefact = z.infer<typeof artefactSchema>;

const at = { seq: z.number().int(), vtime: z.number() };

/** One fact of the log that changed what exists. */
export const stateChangeSchema = z.discriminatedUnion('change', [
  z.object({ ...at, change: z.literal('begins'), artefact: artefactSchema }),
  /** `how` in a word: `revoked`, `rotated`, `redeemed`, `ended`. */
  z.object({
    ...at,
    change: z.literal('ends'),
    kind: artefactSchema.shape.kind,
    id: z.string(),
    how: z.string(),
  }),
  /** A snapshot keeps what exists; a restore brings it back, and nothing else. */
  z.object({ ...at, change: z.enum(['kept', 'restored']), snapshot: z.string() }),
]);
export type StateChange = z.infer<typeof stateChangeSchema>;
