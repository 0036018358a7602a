import type { VerbCall } from '../verbs/verb-call.ts';
import { withAnswer, withAnswerCheck } from './answer-steps.ts';
import type { Findings } from './finding.ts';
import { type LabEntry, solutionSchema } from './lab-schema.ts';
import type { Solution } from './pack.ts';
import type { PackFiles } from './pack-files.ts';
import { validate } from './validate.ts';
import { readVerbList } from './verb-list.ts';
import { parseYaml, type YamlPath } from './yaml-source.ts';

/** Where things stand; see `Lab.places`. */
export type Places = Map<string, { file: string; line: number }>;

/** As many steps that a lab does not have are named. */
const MOST_UNKNOWN = 20;

const NONE: Solution = { steps: {}, alternatives: {}, wrong: {} };

/** Reads `solution.yaml`: what solves each step, by the same verbs as the buttons, and what must not. */
export function loadSolution(
  files: PackFiles,
  folder: string,
  lab: LabEntry,
  places: Places,
  findings: Findings,
): Solution {
  const file = `${folder}/solution.yaml`;
  const text = files.read(file);
  if (text === undefined) {
    findings.error(
      file,
      undefined,
      'missing-file',
      'A lab has a solution, so that it can be proven and skipped.',
    );
    return NONE;
  }
  const source = parseYaml(file, text, findings);
  const entry = source && validate(source, solutionSchema, findings);
  if (!source || !entry) return NONE;
  const steps = new Map(lab.steps.map((step) => [step.id, step]));
  for (const section of ['steps', 'alternatives', 'wrong'] as const) {
    const unknown = Object.keys(entry[section]).filter((id) => !steps.has(id));
    for (const id of unknown.slice(0, MOST_UNKNOWN))
      findings.error(file, source.lineOfKey([section], id), 'unknown-step', `The lab has no step “${id}”.`);
    if (unknown.length > MOST_UNKNOWN) {
      const message = `And ${unknown.length - MOST_UNKNOWN} more steps that the lab does not have.`;
      findings.error(file, source.lineOf([section]), 'unknown-step', message);
    }
    // What is written for them would be read in vain.
    for (const id of unknown) delete entry[section][id];
  }
  for (const step of lab.steps) {
    places.set(`solution:${step.id}`, { file, line: source.lineOf(['steps', step.id]) });
    if (step.checks.length > 0 && !entry.steps[step.id]?.length) {
      findings.error(
        file,
        source.lineOf(['steps']),
        'no-solution',
        `The step “${step.id}” has checks and no solution.`,
      );
    }
  }
  for (const [id, paths] of Object.entries(entry.wrong)) {
    paths.forEach((path, index) => {
      const step = steps.get(id);
      const check = (step ? withAnswerCheck(step) : []).find(
        (candidate) => candidate.id === path.expectCheck,
      );
      const line = source.lineOf(['wrong', id, index]);
      places.set(`wrong:${id}/${path.name}`, { file, line });
      if (!check) {
        findings.error(file, line, 'unknown-check', `The step “${id}” has no check “${path.expectCheck}”.`);
      } else if (!(path.expectFeedback in check.feedback)) {
        findings.error(
          file,
          line,
          'unknown-feedback',
          `The check “${check.id}” has no feedback “${path.expectFeedback}”.`,
        );
      }
    });
  }
  const readPath = (id: string, path: YamlPath, verbs: readonly Record<string, unknown>[]): VerbCall[] =>
    withAnswer(steps.get(id)?.question, readVerbList(source, path, verbs, findings));
  const unanswered = lab.steps.filter((step) => step.question && !entry.steps[step.id]);
  return {
    steps: {
      ...Object.fromEntries(unanswered.map((step) => [step.id, withAnswer(step.question, [])])),
      ...mapValues(entry.steps, (verbs, id) => readPath(id, ['steps', id], verbs)),
    },
    alternatives: mapValues(entry.alternatives, (list, id) =>
      list.map(({ name, verbs }, index) => ({
        name,
        verbs: readPath(id, ['alternatives', id, index, 'verbs'], verbs),
      })),
    ),
    wrong: mapValues(entry.wrong, (list, id) =>
      list.map((path, index) => ({
        ...path,
        verbs: readPath(id, ['wrong', id, index, 'verbs'], path.verbs),
      })),
    ),
  };
}

function mapValues<A, B>(record: Record<string, A>, map: (value: A, key: string) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
