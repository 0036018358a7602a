import type { z } from 'zod';
import {
  type WorkflowDefinition,
  workflowDefinitionSchema,
} from '../../../../contract/workflow-definition.ts';
import type { WorkflowProblem } from '../../../../contract/workflows.ts';
import { checkMeaning } from './check-meaning.ts';
import { type Path, readYaml, type Source } from './positions.ts';

/** What a text came to: a definition that can run, or everything that keeps it from it. */
export type ReadDefinition =
  | { definition: WorkflowDefinition; problems: [] }
  | { definition: null; problems: WorkflowProblem[] };

/** As many problems are told at once. */
const MOST = 50;

type Issue = z.core.$ZodIssue;

/** Reads a definition: YAML, then its form, then what it means. Never throws on what it is given. */
export function readDefinition(text: string): ReadDefinition {
  const read = readYaml(text);
  if ('problems' in read) return { definition: null, problems: read.problems };
  const { source } = read;
  const parsed = workflowDefinitionSchema.safeParse(source.value);
  const problems = parsed.success
    ? checkMeaning(parsed.data, source)
    : parsed.error.issues.flatMap((issue) => told(issue, [], source));
  if (parsed.success && problems.length === 0) return { definition: parsed.data, problems: [] };
  return { definition: null, problems: problems.slice(0, MOST) };
}

/** A fault of form as problems. Of a union, that branch is told which the text comes nearest to. */
function told(issue: Issue, base: Path, source: Source): WorkflowProblem[] {
  const path = [...base, ...issue.path.filter((part): part is string | number => typeof part !== 'symbol')];
  if (issue.code === 'invalid_union') {
    const nearest = [...issue.errors].sort((one, other) => distance(one) - distance(other))[0];
    if (nearest && nearest.length > 0) return nearest.flatMap((inner) => told(inner, path, source));
  }
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      ...source.atKey(path, key),
      path: [...path, key].join('.'),
      message: `Nothing here is called “${key}”.`,
      next: `Remove it, or correct its name.`,
    }));
  const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
  const name = String(path.at(-1) ?? 'The definition');
  return [
    {
      ...source.at(path),
      path: path.join('.'),
      message: missing ? `“${name}” is missing.` : issue.message,
      next: missing ? `Add “${name}”.` : 'Correct the value.',
    },
  ];
}

/** How far a text is from a branch of a union: what is missing or unknown counts more than a wrong value. */
const distance = (issues: readonly Issue[]): number =>
  issues.reduce(
    (sum, { code, message, path }) =>
      sum +
      (code === 'unrecognized_keys' || (path.length <= 1 && message.endsWith('received undefined')) ? 10 : 1),
    0,
  );
