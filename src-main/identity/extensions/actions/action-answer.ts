import { z } from 'zod';

const short = z.string().max(1000);

/** One change that a service asks for: RFC 6902 in form, as WSO2 has it. */
export const operationSchema = z.object({
  op: z.enum(['add', 'remove', 'replace']),
  path: short,
  value: z.unknown().optional(),
});
export type Operation = z.infer<typeof operationSchema>;

/** What a service may answer, by WSO2's contract of actions. Members that it does not know are let pass. */
export const actionAnswerSchema = z.discriminatedUnion('actionStatus', [
  z.object({
    actionStatus: z.literal('SUCCESS'),
    operations: z.array(operationSchema).max(50).default([]),
  }),
  z.object({
    actionStatus: z.literal('FAILED'),
    failureReason: short.default(''),
    failureDescription: short.default(''),
  }),
  z.object({
    actionStatus: z.literal('ERROR'),
    errorMessage: short.default(''),
    errorDescription: short.default(''),
  }),
]);
export type ActionAnswer = z.infer<typeof actionAnswerSchema>;
