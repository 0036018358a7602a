import { type WorkflowDefinition, workflowDefinitionSchema } from '../../contract/workflow-definition.ts';

/** Texts that were read lately: each event of an account looks at every definition. */
const READ = new Map<string, WorkflowDefinition | null>();
const REMEMBERED = 200;

/** A definition as it is kept; null where what is kept is none, since the file was damaged or written by something else. */
export function storedDefinition(text: string): WorkflowDefinition | null {
  const known = READ.get(text);
  if (known !== undefined) return known;
  if (READ.size >= REMEMBERED) READ.clear();
  const read = parsed(text);
  READ.set(text, read);
  return read;
}

function parsed(text: string): WorkflowDefinition | null {
  try {
    return workflowDefinitionSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    // No JSON at all: told to people as a definition that cannot be read.
    return null;
  }
}
