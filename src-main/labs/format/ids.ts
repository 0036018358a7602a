import { z } from 'zod';
import { faultsOf, hasInvisible, INVISIBLE_MESSAGE } from './prose.ts';

/** Ids are forever and travel into file names, progress and URLs: lower case, digits, dashes. */
export const idSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'An id is lower case: letters, digits and dashes, at most 64.');

/** Reverse-DNS id of a pack, e.g. `io.example.first-steps`. */
export const packIdSchema = z
  .string()
  .regex(
    /^[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){1,7}$/,
    'A pack id is a reversed domain name: io.example.my-pack.',
  );

/** One line that people read. */
export const lineSchema = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((text) => !hasInvisible(text), INVISIBLE_MESSAGE);

/** A short text that people read: a hint, a feedback. May hold Markdown of one paragraph. */
export const textSchema = z
  .string()
  .trim()
  .min(1)
  .max(1200)
  .superRefine((text, context) => {
    for (const { message } of text.split('\n').flatMap(faultsOf).slice(0, 3))
      context.addIssue({ code: 'custom', message });
  });
