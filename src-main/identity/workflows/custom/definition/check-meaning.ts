import type { Json } from '../../../../contract/json.ts';
import type { WorkflowDefinition, WorkflowStep } from '../../../../contract/workflow-definition.ts';
import type { WorkflowProblem } from '../../../../contract/workflows.ts';
import { isSecretMember } from '../../../../events/redaction.ts';
import { checkExpression, type Known, type Scope } from '../expressions/cel.ts';
import { ExpressionError } from '../expressions/expression-error.ts';
import { piecesOf } from '../expressions/template.ts';
import type { Path, Source } from './positions.ts';

/** Names under which each step has something of its own. */
const OWN = new Set(['status', 'ok', 'body', 'decision', 'by', 'comment', 'event']);

/** What a definition of the right form says that cannot be carried out. */
export function checkMeaning(definition: WorkflowDefinition, source: Source): WorkflowProblem[] {
  const problems: WorkflowProblem[] = [];
  const { start, steps } = definition;
  const report = (path: Path, message: string, next: string) =>
    problems.push({ ...source.at(path), path: path.join('.'), message, next });
  const expressions = expressionsIn(report);

  const inputs = 'endpoint' in start ? Object.keys(start.endpoint.input) : [];
  if ('endpoint' in start) {
    if (/^runs(\/|$)/.test(start.endpoint.path))
      report(['start', 'endpoint', 'path'], 'Below “runs” lie the runs themselves.', 'Choose another path.');
    for (const [name, { secret }] of Object.entries(start.endpoint.input))
      if (secret && !isSecretMember(name))
        report(
          ['start', 'endpoint', 'input', name],
          `The log does not know “${name}” for a secret.`,
          'Name it as the log knows secrets, e.g. password, otp or token.',
        );
  } else if (start.when !== undefined)
    expressions.condition(['start', 'when'], start.when, 'run', { steps: [], inputs });

  const earlier: string[] = [];
  steps.forEach((step, index) => {
    const path: Path = ['steps', index];
    if (earlier.includes(step.id))
      report([...path, 'id'], `Another step is called “${step.id}”.`, 'Give each step a name of its own.');
    checkStep(step, path, { steps: [...earlier], inputs }, { report, expressions });
    earlier.push(step.id);
  });
  return problems;
}

type Report = (path: Path, message: string, next: string) => void;

/** Looks at the expressions of a definition and reports what is wrong with them, with their place in the text. */
function expressionsIn(report: Report) {
  const expression = (path: Path, text: string, scope: Scope, known: Known) => {
    try {
      checkExpression(text, scope, known);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      const where = error.offset === undefined ? '' : ` (at character ${error.offset + 1} of the expression)`;
      report(path, `“${text.slice(0, 80)}”: ${error.message}${where}`, 'Correct the expression; it is CEL.');
    }
  };
  const template = (path: Path, text: string, known: Known) => {
    try {
      for (const piece of piecesOf(text)) if ('cel' in piece) expression(path, piece.cel, 'run', known);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      report(path, error.message, 'Close the expression, or write “$${” for the characters themselves.');
    }
  };
  const json = (path: Path, value: Json, known: Known): void => {
    if (typeof value === 'string') template(path, value, known);
    else if (Array.isArray(value))
      for (const [index, member] of value.entries()) json([...path, index], member, known);
    else if (typeof value === 'object' && value !== null)
      for (const [name, member] of Object.entries(value)) json([...path, name], member, known);
  };
  const condition = (path: Path, value: string | boolean, scope: Scope, known: Known) => {
    if (typeof value === 'string') expression(path, value, scope, known);
  };
  return { expression, template, json, condition };
}

function checkStep(
  step: WorkflowStep,
  path: Path,
  known: Known,
  { report, expressions }: { report: Report; expressions: ReturnType<typeof expressionsIn> },
): void {
  const { template, json, condition, expression } = expressions;
  if (step.when !== undefined) condition([...path, 'when'], step.when, 'run', known);
  for (const kept of ['save', 'set'] as const)
    for (const name of Object.keys(step[kept] ?? {}))
      if (OWN.has(name))
        report([...path, kept, name], `“${name}” is taken: each step has it.`, 'Choose another name.');
  const call = (value: NonNullable<WorkflowStep['call']>, at: Path, seen: Known) => {
    template([...at, 'path'], value.path, seen);
    if (value.body !== undefined) json([...at, 'body'], value.body, seen);
    if (value.body !== undefined && value.method === 'GET')
      report([...at, 'body'], 'A GET has no body.', 'Put it into the path, or use another method.');
    if (value.at === 'gateway' && value.as === 'administrator')
      report([...at, 'as'], 'The gateway knows no administrator.', 'Call it as the starter, or as nobody.');
  };
  if (step.call) call(step.call, [...path, 'call'], known);
  // What undoes a step may speak of what the step itself gave.
  if (step.undo)
    call(step.undo.call, [...path, 'undo', 'call'], { ...known, steps: [...(known.steps ?? []), step.id] });
  for (const [name, text] of Object.entries(step.save ?? {}))
    expression([...path, 'save', name], text, 'answer', known);
  for (const [name, value] of Object.entries(step.set ?? {})) json([...path, 'set', name], value, known);
  if (step.message)
    for (const name of ['to', 'subject', 'text'] as const)
      template([...path, 'message', name], step.message[name], known);
  if (step.end?.answer !== undefined) json([...path, 'end', 'answer'], step.end.answer, known);
  if (step.wait && 'event' in step.wait && step.wait.where !== undefined)
    condition([...path, 'wait', 'where'], step.wait.where, 'run', known);
  if (!step.approval) return;
  template([...path, 'approval', 'text'], step.approval.text, known);
  const { by } = step.approval;
  const place = [...path, 'approval', 'by'];
  if ('person' in by) template([...place, 'person'], by.person, known);
  else if ('group' in by) template([...place, 'group'], by.group, known);
  else expression([...place, 'expression'], by.expression, 'approver', known);
}
