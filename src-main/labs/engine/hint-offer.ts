import type { StepState } from '../../contract/labs.ts';
import { realNow } from '../../events/clock.ts';
import type { Verdicts } from '../checks/verdict.ts';
import type { Hint } from '../format/lab-schema.ts';
import type { Step } from '../format/pack.ts';
import type { StepProgress } from './progress.ts';

const MINUTE_MS = 60_000;

/** The hint that would be shown next. */
export function nextHint(step: Step, progress: StepProgress | undefined): Hint | undefined {
  return step.hints.find((hint) => !progress?.hints.includes(hint.id));
}

/** Why the next hint is offered without being asked for, if it is: a person seems to be stuck. */
export function offerOf(step: Step, progress: StepProgress, verdicts: Verdicts): StepState['hintOffer'] {
  const offer = nextHint(step, progress)?.offer;
  if (!offer || progress.status !== 'open') return undefined;
  const { failures, minutes, clause } = offer;
  if (clause !== undefined && failedClauses(verdicts).includes(clause)) return 'clause';
  if (failures !== undefined && progress.attempts >= failures) return 'failures';
  if (minutes !== undefined && realNow() - progress.openedAt >= minutes * MINUTE_MS) return 'minutes';
  return undefined;
}

/** Real time until the next hint is due to be offered, ms; undefined when time offers none. */
export function untilOffer(step: Step, progress: StepProgress): number | undefined {
  const minutes = nextHint(step, progress)?.offer?.minutes;
  if (minutes === undefined || progress.status !== 'open') return undefined;
  const wait = progress.openedAt + minutes * MINUTE_MS - realNow();
  return wait > 0 ? wait : undefined;
}

function failedClauses(verdicts: Verdicts): string[] {
  return [...verdicts.values()].flatMap((verdict) => (verdict.status === 'fail' ? verdict.failed : []));
}
