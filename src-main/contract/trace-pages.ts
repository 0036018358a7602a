import { z } from 'zod';
import { outcomeSchema } from './events.ts';
import { flowSummarySchema } from './flow.ts';

const filter = {
  /** Held in a flow's line, titles or rules, else anywhere in its records. */
  search: z.string().max(200).optional(),
  /** Who began it: `persona:alice`, `outside`, `sandbox`. */
  actor: z.string().max(200).optional(),
  outcome: outcomeSchema.optional(),
};

/** The flows of a long log, a page at a time, and how many there are. */
export const tracePageMethods = {
  /** The newest flows whose newest event lies before `before` (a `seq`), newest first. `more`: there are older ones. */
  'traces.page': {
    input: z.object({
      ...filter,
      before: z.number().int().optional(),
      limit: z.number().int().min(1).max(1000).default(200),
      /** With those that a list may leave out. */
      aside: z.boolean().default(false),
    }),
    output: z.object({ flows: z.array(flowSummarySchema), more: z.boolean() }),
  },
  /** How many flows there are, those that a list may leave out apart, up to the event `last`. Reads the whole log once. */
  'traces.count': {
    input: z.object(filter),
    output: z.object({ flows: z.number().int(), aside: z.number().int(), last: z.number().int() }),
  },
};
