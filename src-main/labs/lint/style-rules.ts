import type { Findings } from '../format/finding.ts';
import type { Lab, Step } from '../format/pack.ts';

/** A paragraph with more words than this is hard to read beside a running sandbox. */
const PARAGRAPH_WORDS = 90;
/** Words that people read in a minute while they also act. */
const WORDS_PER_MINUTE = 150;

/** What makes a lab good beside what makes it valid. Every finding is a warning. */
export function lintStyle(lab: Lab, findings: Findings): void {
  const warn = (place: string, rule: string, message: string): void => {
    const at = lab.places.get(place);
    findings.warning(at?.file ?? `labs/${lab.id}/lab.yaml`, at?.line, rule, message);
  };
  for (const step of lab.steps) lintStep(lab, step, warn);
  if (lab.closing === undefined) {
    warn('', 'no-closing', 'The lab has no closing: say what to take home.');
  }
  const words = lab.steps.reduce((sum, step) => sum + countWords(proseOf(step)), 0);
  const reading = Math.ceil(words / WORDS_PER_MINUTE);
  if (reading > lab.listing.minutes) {
    const message = `The texts alone take ${reading} minutes to read; pack.yaml promises ${lab.listing.minutes}.`;
    findings.warning('pack.yaml', undefined, 'reading-time', message);
  }
}

function lintStep(lab: Lab, step: Step, warn: (place: string, rule: string, message: string) => void): void {
  const place = `step:${step.id}`;
  // A question explains each of its options, wrong ones too; it needs no hint and no path beside.
  const acts = step.checks.some((check) => check.kind !== 'answer');
  if (acts && step.hints.length === 0) warn(place, 'no-hint', 'A step with checks has no hint.');
  if (acts && step.hints.every((hint) => hint.kind !== 'answer')) {
    warn(place, 'no-answer', 'No hint gives the answer: whoever is stuck stays stuck.');
  }
  if (acts && (lab.solution.wrong[step.id] ?? []).length === 0) {
    warn(place, 'no-wrong-path', 'No wrong path shows that the checks of this step can fail.');
  }
  for (const check of step.checks) {
    if (check.title === undefined)
      warn(`check:${check.id}`, 'no-title', 'A check without a title shows its id.');
    if (Object.keys(check.feedback).length === 0) {
      warn(`check:${check.id}`, 'no-feedback', 'A check without feedback leaves the learner to guess.');
    }
  }
  const longest = Math.max(
    0,
    ...proseOf(step)
      .split(/\n\s*\n/)
      .map(countWords),
  );
  if (longest > PARAGRAPH_WORDS) {
    warn(
      place,
      'long-paragraph',
      `A paragraph of the text has ${longest} words; more than ${PARAGRAPH_WORDS} are hard to read.`,
    );
  }
  if (proseOf(step) === '') warn(place, 'no-text', 'The step has no text.');
}

function proseOf(step: Step): string {
  return step.content.flatMap((block) => (block.kind === 'markdown' ? [block.text] : [])).join('\n\n');
}

function countWords(text: string): number {
  return text.split(/\s+/).filter((word) => word !== '').length;
}
