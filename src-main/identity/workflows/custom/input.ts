import type { Json, JsonObject } from '../../../contract/json.ts';
import type { WorkflowInput } from '../../../contract/workflow-definition.ts';

const FORMATS: Readonly<Record<WorkflowInput['format'], RegExp>> = {
  text: /^/,
  name: /^[\p{L}\p{N}._@+-]{1,100}$/u,
  email: /^[\p{L}\p{N}._+-]{1,64}@[\p{L}\p{N}.-]{1,190}$/u,
};

/** The input of a start: what is declared, or the first fault, by name. What is optional and missing is null. */
export function readInput(
  declared: Readonly<Record<string, WorkflowInput>>,
  given: JsonObject,
): { input: JsonObject } | { name: string; fault: string } {
  for (const name of Object.keys(given))
    if (!Object.hasOwn(declared, name))
      return { name, fault: `The workflow takes no “${name.slice(0, 60)}”.` };
  const input: JsonObject = {};
  for (const [name, { type, required, format }] of Object.entries(declared)) {
    const value = Object.hasOwn(given, name) ? given[name] : null;
    const missing = value === null || value === undefined || value === '';
    if (missing && required) return { name, fault: `“${name}” is missing.` };
    if (!missing && typeOf(value) !== type) return { name, fault: `“${name}” is to be a ${type}.` };
    if (typeof value === 'string' && !missing && !FORMATS[format].test(value))
      return {
        name,
        fault: `“${name}” is no ${format === 'email' ? 'e-mail address' : 'name of letters, digits and . _ @ + -'}.`,
      };
    input[name] = value ?? null;
  }
  return { input };
}

function typeOf(value: Json): WorkflowInput['type'] | 'other' {
  if (Array.isArray(value)) return 'list';
  const type = typeof value;
  return type === 'string' || type === 'number' || type === 'boolean' || type === 'object' ? type : 'other';
}
