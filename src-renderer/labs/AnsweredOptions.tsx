import { Circle, CircleCheck, CircleDot, CircleX } from 'lucide-react';
import type { QuestionState } from '../../src-main/contract/lab-questions.ts';
import { InlineCode } from '../ui/InlineCode.tsx';
import classes from './QuestionCard.module.css';

type Option = QuestionState['options'][number];
type State = 'right' | 'wrong' | 'chosen' | 'other';

const ICONS = { right: CircleCheck, wrong: CircleX, chosen: CircleDot, other: Circle } as const;
const ICON = 16;

/** What stands as the answer, whatever the mode: placed things with their number, matched ones with their target. */
function shownOf({ mode, options, targets, given, said }: QuestionState): Option[] {
  if (mode === 'choose') return options;
  if (mode === 'text') {
    return given.map((text) => ({ id: 'text', text, chosen: true, correct: true, explain: said }));
  }
  return options.map((option, index) => {
    const target = given.find((pair) => pair.startsWith(`${option.id}=`))?.split('=')[1];
    const matched = targets.find(({ id }) => id === target)?.text;
    const text = mode === 'order' ? `${index + 1}. ${option.text}` : `${option.text} – ${matched ?? ''}`;
    return { ...option, text };
  });
}

function stateOf({ chosen, correct }: Option): State {
  if (correct) return 'right';
  if (!chosen) return 'other';
  return correct === false ? 'wrong' : 'chosen';
}

function markOf({ chosen, correct }: Option, predict: boolean): string {
  const words = [
    ...(correct ? [predict ? 'what happened' : 'right'] : []),
    ...(chosen ? [predict ? 'your prediction' : 'your answer'] : []),
  ];
  return words.join(', ');
}

/** The options of a question that takes no answer any more: what was chosen and, once it is settled, what is right and why. */
export function AnsweredOptions({ question }: { question: QuestionState }) {
  const predict = question.kind === 'predict';
  return (
    <>
      <ul aria-label={question.mode === 'choose' ? 'Options' : 'Answer'} className={classes.options}>
        {shownOf(question).map((option) => {
          const state = stateOf(option);
          const Icon = ICONS[state];
          const mark = question.mode === 'choose' ? markOf(option, predict) : '';
          return (
            <li className={classes.option} data-state={state} key={option.id}>
              <Icon aria-hidden className={classes.icon} size={ICON} />
              <div>
                <p className={classes.optionText}>
                  <InlineCode text={option.text} /> {mark && <span className={classes.mark}>({mark})</span>}
                </p>
                {option.explain && (
                  <p className={classes.explain}>
                    <InlineCode text={option.explain} />
                  </p>
                )}
              </div>
            </li>
          );
        })}
      </ul>
      <p className={classes.verdict} role="status">
        {verdictOf(question)}
      </p>
    </>
  );
}

function verdictOf({ kind, settled, right, tries }: QuestionState): string {
  if (kind === 'predict') {
    if (!settled) return 'Noted. Now do it, and see what happens.';
    return right ? 'It happened as you predicted.' : 'It happened differently. The explanations say why.';
  }
  return tries <= 1 ? 'Right at the first try.' : `Right, at try ${tries}.`;
}
