import { z } from 'zod';
import { jsonObjectSchema } from '../../contract/json.ts';
import { WORKFLOW_LIMITS } from '../../contract/workflow-limits.ts';
import { closed } from '../format/validate.ts';
import { nameOf } from './people.ts';
import { defineVerb, done } from './verb.ts';

const id = z.string().min(1).max(40);
const persona = z.string().min(1);

export const workflowSet = defineVerb({
  name: 'workflow.set',
  schema: closed('workflow.set', {
    /** The whole definition. */
    yaml: z.string().max(WORKFLOW_LIMITS.definition).optional(),
    /** A workflow that came with the sandbox, to be put back as it came. */
    id: id.optional(),
  }).refine(({ yaml, id: name }) => (yaml === undefined) !== (name === undefined), 'Give “yaml” or “id”.'),
  label: ({ yaml, id: name }) =>
    name === undefined ? `Keep the workflow “${titleOf(yaml ?? '')}”` : `Put the workflow “${name}” back`,
  mentions: () => ({}),
  async play(input, { verbs }) {
    const { ok, summary } = await verbs.setWorkflow(input);
    return ok ? done(summary) : { ok: false, message: summary };
  },
});

export const workflowStart = defineVerb({
  name: 'workflow.start',
  schema: closed('workflow.start', {
    workflow: id,
    /** Whoever starts it, with her newest access token; nobody unless given. */
    persona: persona.optional(),
    input: jsonObjectSchema.default({}),
  }),
  label: ({ workflow, persona: who }) =>
    who === undefined ? `Start “${workflow}”` : `Have ${nameOf(who)} start “${workflow}”`,
  mentions: ({ persona: who }) => (who === undefined ? {} : { persona: who }),
  async play(input, { verbs }) {
    const { summary, flow } = await verbs.startWorkflow(input);
    return done(summary, { view: 'workflow', flow });
  },
});

const DECISIONS = { approve: 'approve', reject: 'reject', claim: 'take over', release: 'give back' } as const;

export const approvalDecide = defineVerb({
  name: 'approval.decide',
  schema: closed('approval.decide', {
    persona,
    decision: z.enum(['approve', 'reject', 'claim', 'release']),
    /** Of the newest run of this workflow that asks for one; of any unless given. */
    workflow: id.optional(),
    comment: z.string().max(1000).default(''),
  }),
  label: ({ persona: who, decision }) => `Have ${nameOf(who)} ${DECISIONS[decision]} it`,
  mentions: ({ persona: who }) => ({ persona: who }),
  async play(input, { verbs }) {
    const { summary, flow } = await verbs.decideApproval(input);
    return done(summary, flow === undefined ? {} : { view: 'workflow', flow });
  },
});

function titleOf(yaml: string): string {
  const line = yaml.split('\n').find((one) => one.startsWith('title:'));
  const title = line?.slice('title:'.length).trim().slice(0, 60) ?? '';
  return title.replace(/^["']/, '').replace(/["']$/, '') || 'as written';
}
