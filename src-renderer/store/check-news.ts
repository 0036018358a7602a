import type { CheckState, LabState, StepState } from '../../src-main/contract/labs.ts';
import { announce } from './ui.ts';

function checkNews(before: CheckState | undefined, now: CheckState): string | undefined {
  if (before?.status === now.status) return undefined;
  if (now.status === 'pass') return `Check passed: ${now.title}.`;
  if (now.status === 'error') return `The check ${now.title} is broken. That is a fault of the lab.`;
  if (now.status !== 'fail') return undefined;
  const clause = now.clauses.find((one) => !one.ok);
  return clause
    ? `Check not met: ${now.title}. Seen: ${clause.seen}. Expected: ${clause.expected}.`
    : `Check not met: ${now.title}.`;
}

function stepNews(before: StepState | undefined, now: StepState): string[] {
  const news = now.checks.flatMap(
    (check) =>
      checkNews(
        before?.checks.find((one) => one.id === check.id),
        check,
      ) ?? [],
  );
  if (before && before.status !== 'passed' && now.status === 'passed') news.push(`Step done: ${now.title}.`);
  return news;
}

/** Has screen readers told which checks changed. A lab that was just opened is no news. */
export function announceChecks(before: LabState | undefined, now: LabState | undefined): void {
  if (!now || before?.id !== now.id || before.pack !== now.pack) return;
  const news = now.steps.flatMap((step) =>
    stepNews(
      before.steps.find((one) => one.id === step.id),
      step,
    ),
  );
  if (!before.finished && now.finished) news.push('Lab finished.');
  if (news.length > 0) announce(news.join(' '));
}
