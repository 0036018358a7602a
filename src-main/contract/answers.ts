import { z } from 'zod';
import { accountStateSchema } from './account-state.ts';
import { decisionSchema } from './flow.ts';
import { governanceSchema } from './governance.ts';

/** The states of the matrix of what an account is allowed, each reached by what really leads there. */
export const matrixStateSchema = z.enum([
  'unlocked',
  'sr-locked',
  'sr-open',
  'ev-locked',
  'ev-open',
  'lr-locked',
  'ap-locked',
  'ap-open',
  'fupr',
  'locked',
  'locked-over',
  'locked-admin',
  'disabled',
]);
export type MatrixState = z.infer<typeof matrixStateSchema>;

/** What is asked of an account in a state. */
export const matrixQuestionSchema = z.enum([
  'sign-in-right',
  'sign-in-wrong',
  'recover-password',
  'recover-username',
  'resend',
  'refresh',
]);
export type MatrixQuestion = z.infer<typeof matrixQuestionSchema>;

/** How the real endpoints of a fork answered one question. */
export const matrixAnswerSchema = z.object({
  question: matrixQuestionSchema,
  /** `hidden`: refused, and the caller is not told so. `not-asked`: it cannot be; `seen` says why. */
  outcome: z.enum(['allowed', 'denied', 'hidden', 'not-asked']),
  /** What the caller sees: the text of the page, or the message of the answer. */
  seen: z.string(),
  /** The request by which it was asked. */
  request: z.string(),
  status: z.number().int().nullable(),
  /** WSO2's or OAuth's code in the answer. */
  code: z.string().nullable(),
  /** The decision that settled it, from the log of the fork. */
  decision: decisionSchema.nullable(),
});
export type MatrixAnswer = z.infer<typeof matrixAnswerSchema>;

/** The answers for one state. */
export const stateAnswersSchema = z.object({
  state: matrixStateSchema,
  /** As the fork's directory had it when it was asked. */
  reached: accountStateSchema,
  /** What led there, step by step. */
  way: z.array(z.string()),
  answers: z.array(matrixAnswerSchema),
  /** Real time, ms. */
  ms: z.number(),
});
export type StateAnswers = z.infer<typeof stateAnswersSchema>;

/** Whom a stranger asks about. */
export const strangerSubjectSchema = z.enum(['known', 'no-address', 'locked', 'disabled', 'unknown']);
export type StrangerSubject = z.infer<typeof strangerSubjectSchema>;

/** One thing that a stranger can try, and how it is answered for each subject. */
export const strangerRowSchema = z.object({
  question: z.enum(['recover-password', 'recover-username', 'resend', 'sign-in', 'register']),
  request: z.string(),
  answers: z.array(
    z.object({
      subject: strangerSubjectSchema,
      status: z.number().int().nullable(),
      seen: z.string(),
      /** Answers with the same number cannot be told apart: only random values in them differ. */
      look: z.number().int(),
      /** The rule that refused, whether the answer shows it or not. */
      rule: z.string().nullable(),
    }),
  ),
});
export const strangerAnswersSchema = z.object({ rows: z.array(strangerRowSchema), ms: z.number() });
export type StrangerAnswers = z.infer<typeof strangerAnswersSchema>;

const none = z.object({}).strict();

/** What the engine answers, asked of it in a fork that is thrown away; and what it would reckon. */
export const answerMethods = {
  /** Puts a test account of a fork into a state and asks the fork's real endpoints. */
  'lifecycle.answers': { input: z.object({ state: matrixStateSchema }), output: stateAnswersSchema },
  /** What a stranger learns by the switches in force: the same requests about people who exist and one who does not. */
  'governance.strangers': { input: none, output: strangerAnswersSchema },
  /** The switches as they are in a new world. */
  'governance.defaults': { input: none, output: governanceSchema },
  /** How long the next locks by failed sign-ins last by the switches in force, ms, the first one first. */
  'governance.locks': { input: none, output: z.object({ locks: z.array(z.number()) }) },
} as const;
