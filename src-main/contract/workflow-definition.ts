import { z } from 'zod';
import { jsonSchema } from './json.ts';
import { WORKFLOW_EVENTS } from './workflow-events.ts';
import { WORKFLOW_LIMITS as LIMITS } from './workflow-limits.ts';

/** Names of workflows, steps and inputs: they stand in addresses and in expressions. */
const id = z
  .string()
  .regex(
    /^[a-z][a-z0-9_-]{0,39}$/,
    'A name begins with a small letter and has small letters, digits, “-” and “_”, 40 at most.',
  );
const member = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,39}$/, 'A name here is a letter or “_”, then letters, digits and “_”.');
const line = z.string().trim().min(1).max(200);
/** Text in which `${…}` holds a CEL expression. */
const template = z.string().max(LIMITS.text);
/** A CEL expression that gives true or false. */
const condition = z.union([z.string().min(1).max(LIMITS.expression), z.boolean()]);
/** A whole number and a unit, of virtual time: `90s`, `15m`, `2h`, `3d`. */
const duration = z
  .string()
  .regex(/^\d{1,6}(s|m|h|d)$/, 'A duration is a whole number and a unit: 90s, 15m, 2h, 3d.');

export const workflowInputSchema = z.strictObject({
  type: z.enum(['string', 'number', 'boolean', 'list', 'object']).default('string'),
  /** Of a text: `name` has letters, digits and `. _ @ + -`, so that it is safe inside of a filter; `email` has one @. */
  format: z.enum(['text', 'name', 'email']).default('text'),
  required: z.boolean().default(false),
  about: z.string().max(500).default(''),
  /** Told to nobody: the log and every view show a handle, and it is forgotten when the run ends. */
  secret: z.boolean().default(false),
});
export type WorkflowInput = z.infer<typeof workflowInputSchema>;

export const workflowEndpointSchema = z.strictObject({
  /** Below `/api/workflows/` of the issuer; answers POST. */
  path: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9-]{0,39}(\/[a-z0-9][a-z0-9-]{0,39}){0,2}$/,
      'A path is one to three names with “/” between them, of small letters, digits and “-”.',
    ),
  /** `bearer`: who starts it shows an access token of her own. */
  access: z.enum(['anyone', 'bearer']).default('bearer'),
  input: z.record(member, workflowInputSchema).default({}),
});

export const workflowStartSchema = z.union([
  z.strictObject({ endpoint: workflowEndpointSchema }),
  z.strictObject({ event: z.enum(WORKFLOW_EVENTS), when: condition.optional() }),
]);

export const workflowCallSchema = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).default('POST'),
  /** Which part is called, and what it is called with: the path, and for the gateway context and version too. */
  at: z.enum(['issuer', 'gateway']).default('issuer'),
  path: template.regex(/^\/(?!\/)/, 'A path begins with one “/”.'),
  /** `administrator`: with the bearer token of SCIM. `starter`: with the access token of who started the run. */
  as: z.enum(['nobody', 'administrator', 'starter']).default('nobody'),
  /** JSON; each text of it may hold `${…}`. */
  body: jsonSchema.optional(),
  /** The statuses that count as success; 200 to 299 unless given. */
  expect: z
    .union([z.number().int().min(100).max(599), z.array(z.number().int().min(100).max(599)).min(1).max(20)])
    .optional(),
  /**
   * The same call sent twice does no more than once: it is sent again whenever nobody knows whether it arrived. It carries an
   * `Idempotency-Key`, by which whoever is called can see that it is the same. GET, PUT and DELETE need not say so.
   */
  idempotent: z.boolean().default(false),
});
export type WorkflowCall = z.infer<typeof workflowCallSchema>;

/** Who may decide: a person by user name, the members of a group, or whomever an expression over `approver` names. */
export const workflowApproversSchema = z.union([
  z.strictObject({ person: template.min(1) }),
  z.strictObject({ group: template.min(1) }),
  z.strictObject({ expression: z.string().min(1).max(LIMITS.expression) }),
]);
export type WorkflowApprovers = z.infer<typeof workflowApproversSchema>;

export const workflowApprovalSchema = z.strictObject({
  by: workflowApproversSchema,
  text: template.min(1),
  /** For how long it waits, of virtual time. */
  within: duration.optional(),
  onTimeout: z.enum(['approve', 'reject', 'fail']).default('reject'),
  /** What a rejection does: end the run and take back what was done, or go on with `steps.<id>.decision`. */
  onReject: z.enum(['undo', 'continue']).default('undo'),
});

export const workflowWaitSchema = z.union([
  z.strictObject({ for: duration }),
  z.strictObject({
    event: z.enum(WORKFLOW_EVENTS),
    /** An expression over `event` (`name`, `account`) that must hold; any such event unless given. */
    where: condition.optional(),
    within: duration.optional(),
    onTimeout: z.enum(['continue', 'fail']).default('fail'),
  }),
]);

export const workflowMessageSchema = z.strictObject({
  /** A user name of the directory, or an address. */
  to: template.min(1),
  channel: z.enum(['email', 'sms']).default('email'),
  subject: template.default(''),
  text: template.min(1),
});

export const workflowEndSchema = z.strictObject({
  outcome: z.enum(['completed', 'rejected', 'failed']).default('completed'),
  /** What whoever started it is told: JSON; each text of it may hold `${…}`. */
  answer: jsonSchema.optional(),
});

export const workflowRetrySchema = z.strictObject({
  /** How often it is tried again after the first time. */
  times: z.number().int().min(1).max(LIMITS.retries),
  /** Before the first further try; each one after waits `factor` times as long, on the virtual clock. */
  wait: duration.default('10s'),
  factor: z.number().min(1).max(10).default(2),
  /** Whether it may be sent again when nobody knows if it had arrived, since the sandbox stopped meanwhile. */
  safe: z.boolean().default(false),
});

/** How a step is undone when a later one fails or is rejected. */
export const workflowUndoSchema = z.strictObject({ call: workflowCallSchema });

/** What a call of unknown outcome leads to. */
export const UNKNOWN_WAYS = ['ask', 'retry', 'undo'] as const;

export const STEP_KINDS = ['call', 'approval', 'wait', 'message', 'set', 'end'] as const;
export type WorkflowStepKind = (typeof STEP_KINDS)[number];

export const workflowStepSchema = z
  .strictObject({
    id,
    title: line.optional(),
    when: condition.optional(),
    call: workflowCallSchema.optional(),
    approval: workflowApprovalSchema.optional(),
    wait: workflowWaitSchema.optional(),
    message: workflowMessageSchema.optional(),
    /** Values for later steps, at `steps.<id>.<name>`. */
    set: z.record(member, jsonSchema).optional(),
    end: workflowEndSchema.optional(),
    /** Of a call: what is kept of its answer, each an expression over `answer` (`status`, `body`); kept at `steps.<id>.<name>`. */
    save: z.record(member, z.string().min(1).max(LIMITS.expression)).optional(),
    retry: workflowRetrySchema.optional(),
    undo: workflowUndoSchema.optional(),
    /**
     * Of a call that may not be sent twice, when nobody knows whether it arrived: `ask` waits for a person, `retry` sends it
     * again all the same, `undo` takes it and all before it back.
     */
    onUnknown: z.enum(UNKNOWN_WAYS).optional(),
    /** `undo`: the run fails and what was done is undone. `stop`: it fails as it is. `continue`: it goes on. */
    onFail: z.enum(['undo', 'stop', 'continue']).default('undo'),
  })
  .superRefine((step, context) => {
    const kinds = STEP_KINDS.filter((kind) => step[kind] !== undefined);
    if (kinds.length !== 1)
      context.addIssue({
        code: 'custom',
        message: `A step has exactly one of ${STEP_KINDS.join(', ')}; this one has ${kinds.length === 0 ? 'none' : kinds.join(' and ')}.`,
      });
    for (const name of ['save', 'retry', 'onUnknown'] as const)
      if (step[name] !== undefined && step.call === undefined)
        context.addIssue({ code: 'custom', path: [name], message: `Only a call can have “${name}”.` });
  });
export type WorkflowStep = z.infer<typeof workflowStepSchema>;

/** A workflow as data: what starts it, and its steps in order. There is no way back, so that each run ends. */
export const workflowDefinitionSchema = z.strictObject({
  workflow: id,
  title: line,
  about: z.string().max(2000).default(''),
  start: workflowStartSchema,
  steps: z.array(workflowStepSchema).min(1).max(LIMITS.steps),
});
export type WorkflowDefinition = z.infer<typeof workflowDefinitionSchema>;

/** Which of the kinds a step is of. */
export function kindOf(step: WorkflowStep): WorkflowStepKind {
  return STEP_KINDS.find((kind) => step[kind] !== undefined) ?? 'end';
}
