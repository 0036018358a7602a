import { z } from 'zod';

/** What a host answers by itself, since it concerns a sandbox that cannot run. */
export const repairMethods = {
  /**
   * Puts a state that cannot be read aside, under a dated name, and begins a new world. Answers where the old file is.
   * Refused with `data.sound` unless the sandbox has stopped over `data.corrupt`.
   */
  'data.start-afresh': { input: z.object({}).strict(), output: z.object({ kept: z.string() }) },
} as const;
