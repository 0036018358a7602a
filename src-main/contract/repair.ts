import { z } from 'zod';

/** What a host answers by itself, since it concerns a sandbox that cannot run. */
export const repairMethods = {
  /**
   * Puts a state that cannot be read aside, under a dated name, and begins a new world. Answers where the old file is.
   * Refused with `data.sound` unless the sandbox has stopped over `data.corrupt`.
   */
  'data.start-afresh': { input: z.object({}).strict(), output: z.object({ kept: z.string() }) },
  /**
   * Puts an event log that is damaged aside, under a dated name, and goes on with a new one: the sandbox restarts for a
   * moment. A notice says where the old log is. Refused with `data.sound` unless `sandbox.info` tells of
   * `storage.log-damaged`.
   */
  'data.new-log': { input: z.object({}).strict(), output: z.null() },
} as const;
export type RepairMethod = keyof typeof repairMethods;
