import { z } from 'zod';
import { closed } from './validate.ts';

const scalarSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type Scalar = z.infer<typeof scalarSchema>;

/** The operators of the check language. A string of words (`scope`) counts as a list where a list is asked for. */
const operatorsSchema = closed('An expectation', {
  eq: scalarSchema.optional(),
  ne: scalarSchema.optional(),
  in: z.array(scalarSchema).min(1).optional(),
  /** The list holds all of these. */
  contains: z.union([scalarSchema, z.array(scalarSchema).min(1)]).optional(),
  /** The list holds none of these. */
  excludes: z.union([scalarSchema, z.array(scalarSchema).min(1)]).optional(),
  /** The list holds nothing but these. */
  only: z.array(scalarSchema).optional(),
  exists: z.boolean().optional(),
  gte: z.number().optional(),
  lte: z.number().optional(),
  prefix: z.string().optional(),
}).refine((operators) => Object.keys(operators).length > 0, 'An expectation names at least one operator.');
export type Operators = z.infer<typeof operatorsSchema>;

/** What a value must be: the value itself, or operators that must all hold. */
export const expectationSchema = z.union([scalarSchema, operatorsSchema]);
export type Expectation = z.infer<typeof expectationSchema>;
