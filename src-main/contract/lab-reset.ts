import { z } from 'zod';

/**
 * What is put back. `lab`: the world to the lab's start, its progress forgotten. `pack`: the progress of all its labs
 * forgotten, the world to the start of the one that is open. `everything`: the world as it was made, all progress
 * forgotten. The log is kept in each case.
 */
export const labResetSchema = z.discriminatedUnion('scope', [
  z.object({ scope: z.literal('lab'), pack: z.string(), lab: z.string() }),
  z.object({ scope: z.literal('pack'), pack: z.string() }),
  z.object({ scope: z.literal('everything') }),
]);
export type LabReset = z.infer<typeof labResetSchema>;
