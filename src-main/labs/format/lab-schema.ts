import { z } from 'zod';
import { stageViewSchema, stepTypeSchema } from '../../contract/labs.ts';
import { checkSchema } from './check-schema.ts';
import { idSchema, lineSchema, textSchema } from './ids.ts';
import { PACK_LIMITS } from './limits.ts';
import { questionSchema } from './question-schema.ts';
import { closed, open } from './validate.ts';

/** One verb with its input: `- idp.login: { persona: alice, app: online-banking }`. Checked by `verbs/`. */
export const verbEntrySchema = z
  .record(z.string(), z.unknown())
  .refine((entry) => Object.keys(entry).filter((key) => key !== 'cosmetic').length === 1, {
    error: 'Write one verb an entry: “- verb.name: { … }”.',
  });
const verbListSchema = z.array(verbEntrySchema).max(PACK_LIMITS.verbsPerList);

export const hintSchema = open({
  id: idSchema,
  kind: z.enum(['nudge', 'pointer', 'answer']),
  cost: z.number().int().min(0).max(1000).default(0),
  text: textSchema,
  needs: idSchema.optional(),
  offer: closed('offer', {
    failures: z.number().int().min(1).optional(),
    minutes: z.number().min(0).optional(),
    clause: z.string().optional(),
  }).optional(),
});
export type Hint = z.infer<typeof hintSchema>;

export const stepSchema = open({
  id: idSchema,
  title: lineSchema,
  type: stepTypeSchema,
  /** What a step of type `quiz` or `predict` asks. */
  question: questionSchema.optional(),
  /** Path of the text inside the lab's folder. Default: `content/<id>.md`. */
  content: z.string().optional(),
  actor: z.string().optional(),
  /** The view that shows this step best. */
  view: stageViewSchema.optional(),
  needs: z.array(idSchema).default([]),
  gate: z.enum(['none', 'soft', 'hard']).default('soft'),
  setup: verbListSchema.default([]),
  checks: z.array(checkSchema).max(PACK_LIMITS.checksPerStep).default([]),
  /** Shows checks as a table; see {@link CheckGrid}. */
  grid: closed('grid', {
    rows: z
      .array(closed('row', { id: idSchema, title: lineSchema }))
      .min(1)
      .max(20),
    columns: z
      .array(closed('column', { id: idSchema, title: lineSchema }))
      .min(1)
      .max(4),
  }).optional(),
  hints: z.array(hintSchema).max(12).default([]),
  points: z.number().int().min(0).max(1000).default(0),
  snapshot: z.enum(['auto', 'off']).default('auto'),
  optional: z.boolean().default(false),
});
export type StepEntry = z.infer<typeof stepSchema>;

export const labSchema = open({
  id: idSchema,
  title: lineSchema,
  summary: textSchema,
  /** What makes the lab's start world out of the sandbox's. */
  setup: verbListSchema.default([]),
  steps: z.array(stepSchema).min(1).max(PACK_LIMITS.stepsPerLab),
  /** Path of the text that says what to take home. */
  closing: z.string().optional(),
});
export type LabEntry = z.infer<typeof labSchema>;

const wrongSchema = closed('A wrong path', {
  name: lineSchema,
  verbs: verbListSchema.min(1),
  /** The check that must fail. */
  expectCheck: idSchema,
  /** The clause whose feedback the learner must read. */
  expectFeedback: z.string(),
});

export const solutionSchema = open({
  steps: z.record(idSchema, verbListSchema),
  alternatives: z
    .record(idSchema, z.array(closed('An alternative', { name: lineSchema, verbs: verbListSchema.min(1) })))
    .default({}),
  wrong: z.record(idSchema, z.array(wrongSchema)).default({}),
});

const semver = z.string().regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/, 'A version is three numbers: 1.0.0.');

const labListing = open({
  id: idSchema,
  difficulty: z.number().int().min(1).max(5),
  minutes: z.number().int().min(1).max(600),
  concepts: z.array(z.string().min(1).max(60)).max(20).default([]),
  prerequisites: z.array(z.string()).max(20).default([]),
  tags: z.array(z.string().max(40)).max(20).default([]),
  modes: z.array(z.enum(['learn', 'exam', 'demo'])).default(['learn', 'demo']),
});
export type LabListing = z.infer<typeof labListing>;

export const manifestSchema = open({
  format: z.number().int().min(1),
  id: z.string(),
  version: semver,
  title: lineSchema,
  summary: textSchema,
  authors: z.array(z.string().max(120)).max(50).default([]),
  license: z.string().max(80).optional(),
  homepage: z
    .string()
    .max(300)
    .regex(/^https:\/\/[^\s/]+/, 'A homepage is an https address.')
    .optional(),
  requires: closed('requires', {
    app: z.string().optional(),
    capabilities: z.array(z.string()).default([]),
    events: z.number().int().min(1).optional(),
    packs: z.array(open({ id: z.string(), version: z.string().optional() })).default([]),
  }).default({ capabilities: [], packs: [] }),
  languages: z.array(z.string()).default([]),
  sourceLanguage: z.string().default('en'),
  tracks: z
    .array(open({ id: idSchema, title: lineSchema.optional(), labs: z.array(idSchema).min(1) }))
    .default([]),
  labs: z.array(labListing).min(1).max(PACK_LIMITS.labs),
  /** From which what may be mixed is mixed, and the ids of `gatehouse lab test` are drawn. */
  seed: z.union([z.string().min(1).max(100), z.number()]).optional(),
  /** The virtual time at which each lab begins. */
  startTime: z.iso
    .datetime({ offset: true, error: 'Write a time with its zone: 2027-03-01T09:00:00Z.' })
    .refine(
      (text) => /^20\d\d-/.test(text),
      'A lab begins in this century: the clock can be ten years from real time at most.',
    )
    .optional(),
  replaces: z.record(z.string(), z.string()).default({}),
});
export type Manifest = z.infer<typeof manifestSchema>;
