import { isConstraint } from '../checks/judge.ts';
import type { WorldNames } from '../ports.ts';
import { isStatePath, STATE_PATHS } from '../state-paths.ts';
import { withAnswerCheck } from './answer-steps.ts';
import { type Check, type Match, STATE_OPERATORS } from './check-schema.ts';
import type { Findings } from './finding.ts';
import type { LabEntry } from './lab-schema.ts';
import { PACK_LIMITS } from './limits.ts';
import { checkAnswers, checkStepType } from './question-rules.ts';
import { checkName } from './world-names.ts';
import type { YamlPath, YamlSource } from './yaml-source.ts';

/** Checks what the schema cannot: ids that must be single, and names that must exist in the same lab. */
export function checkReferences(source: YamlSource, lab: LabEntry, findings: Findings): void {
  const at = (path: YamlPath, rule: string, message: string): void =>
    findings.error(source.file, source.lineOf(path), rule, message);
  const stepsBefore = new Set<string>();
  const checksSoFar = new Set<string>();
  lab.steps.forEach((step, stepIndex) => {
    const path = ['steps', stepIndex];
    checkName(findings, source, 'personas', step.actor, [...path, 'actor']);
    if (stepsBefore.has(step.id)) at([...path, 'id'], 'duplicate-id', `Another step is called “${step.id}”.`);
    for (const need of step.needs) {
      if (!stepsBefore.has(need))
        at([...path, 'needs'], 'unknown-step', `No earlier step is called “${need}”.`);
    }
    stepsBefore.add(step.id);
    checkStepType(step, path, at);
    for (const implied of withAnswerCheck(step)) {
      if (!step.checks.includes(implied)) checksSoFar.add(implied.id);
    }
    step.checks.forEach((check, index) => {
      checkOne(check, [...path, 'checks', index], 1, {
        checksSoFar,
        answers: (one, where) => checkAnswers(lab, stepIndex, one, where, at),
        at,
        hasActor: step.actor !== undefined,
        name: (kind, name, where) => checkName(findings, source, kind, name, where),
      });
    });
    checkHints(step.hints, [...path, 'hints'], at);
  });
}

type Report = (path: YamlPath, rule: string, message: string) => void;

interface Around {
  answers: (check: Check, path: YamlPath) => void;
  checksSoFar: Set<string>;
  name: (kind: keyof WorldNames, name: string | undefined, path: YamlPath) => void;
  hasActor: boolean;
  at: Report;
}

function checkOne(check: Check, path: YamlPath, depth: number, around: Around): void {
  const { checksSoFar, at } = around;
  if (checksSoFar.has(check.id))
    at([...path, 'id'], 'duplicate-id', `Another check is called “${check.id}”.`);
  for (const flow of flowsOf(check, path)) {
    if (!checksSoFar.has(flow.of)) at(flow.path, 'unknown-check', `No earlier check is called “${flow.of}”.`);
  }
  checksSoFar.add(check.id);
  for (const { kind, name } of namesOf(check)) around.name(kind, name, path);
  around.answers(check, path);
  if (depth > 1 && (isConstraint(check) || check.kind === 'probe')) {
    at(
      path,
      'constraint-inside',
      `“${check.kind}” judges a whole step, so it stands in the step’s own list.`,
    );
  }
  if (depth > PACK_LIMITS.checkDepth) at(path, 'check-depth', 'Checks are nested too deep.');
  else if ('of' in check) {
    check.of.forEach((inner, index) => {
      checkOne(inner, [...path, 'of', index], depth + 1, around);
    });
    if ((check.n !== undefined) !== (check.kind === 'atLeast')) {
      at(path, 'at-least', '“n” belongs to “atLeast”, and “atLeast” needs it.');
    }
  } else if (check.kind === 'state') {
    if (!isStatePath(check.path)) {
      at([...path, 'path'], 'state-path', `No state has this path. There is: ${STATE_PATHS.join(', ')}.`);
    }
    const needsValue =
      STATE_OPERATORS.indexOf(check.op) >= 0 && check.op !== 'exists' && check.op !== 'missing';
    if (needsValue !== (check.value !== undefined)) {
      at(
        [...path, 'value'],
        'state-value',
        `“${check.op}” ${needsValue ? 'needs a value' : 'takes no value'}.`,
      );
    }
  } else if (check.kind === 'token' && check.by === undefined && !around.hasActor) {
    at(path, 'no-actor', 'Say whose token: “by”, or an “actor” of the step.');
  }
}

/** The checks whose story a check refers to, each with the place where it does. */
function flowsOf(check: Check, path: YamlPath): { of: string; path: YamlPath }[] {
  const one = (flow: { of: string } | undefined, place: YamlPath) =>
    flow ? [{ of: flow.of, path: place }] : [];
  if (check.kind === 'event' || check.kind === 'never') {
    const until = check.kind === 'never' ? one(check.until?.flow, [...path, 'until', 'flow']) : [];
    return [...one(check.match.flow, [...path, 'match', 'flow']), ...until];
  }
  if (check.kind === 'sequence') {
    return check.events.flatMap((match, index) => one(match.flow, [...path, 'events', index, 'flow']));
  }
  return check.kind === 'token' ? one(check.flow, [...path, 'flow']) : [];
}

/** Names of the world that a check mentions. */
function namesOf(check: Check): { kind: keyof WorldNames; name: string | undefined }[] {
  const ofMatch = (match: Match) => [
    { kind: 'personas' as const, name: match.by === 'anyone' ? undefined : match.by },
    { kind: 'applications' as const, name: typeof match.client === 'string' ? match.client : undefined },
    { kind: 'apis' as const, name: typeof match.data?.api === 'string' ? match.data.api : undefined },
  ];
  if (check.kind === 'event') return ofMatch(check.match);
  if (check.kind === 'never') return [check.match, ...(check.until ? [check.until] : [])].flatMap(ofMatch);
  if (check.kind === 'sequence') return check.events.flatMap(ofMatch);
  if (check.kind === 'probe') {
    return [
      { kind: 'personas', name: check.as },
      { kind: 'applications', name: check.app },
      { kind: 'apis', name: check.request.api },
    ];
  }
  if (check.kind === 'token') {
    return [
      { kind: 'personas', name: check.by },
      { kind: 'applications', name: check.client },
    ];
  }
  return [];
}

function checkHints(hints: LabEntry['steps'][number]['hints'], path: YamlPath, at: Report): void {
  const before = new Set<string>();
  hints.forEach((hint, index) => {
    if (before.has(hint.id)) at([...path, index], 'duplicate-id', `Another hint is called “${hint.id}”.`);
    if (hint.needs !== undefined && !before.has(hint.needs)) {
      at([...path, index, 'needs'], 'unknown-hint', `No earlier hint is called “${hint.needs}”.`);
    }
    before.add(hint.id);
  });
}
