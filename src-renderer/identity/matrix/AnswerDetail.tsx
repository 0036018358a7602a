import type { MatrixAnswer, StateAnswers } from '../../../src-main/contract/answers.ts';
import { ReasonList } from '../../diagrams/ReasonList.tsx';
import { OutcomeBadge } from '../../flows/OutcomeBadge.tsx';
import { reasonWords } from '../state-words.ts';
import classes from './Matrix.module.css';
import { LOOKS, QUESTIONS, STATES } from './matrix-words.ts';

/** Why an answer is what it is: how the state was reached, what was sent, what came back, and the rules that looked. */
export function AnswerDetail({ found, answer }: { found: StateAnswers; answer: MatrixAnswer }) {
  const state = STATES.find(({ id }) => id === found.state);
  const { tone, mark, word } = LOOKS[answer.outcome];
  const { label, locked, lockReason, disabled } = found.reached;
  return (
    <section aria-label="Why" className={classes.detail}>
      <h3 className={classes.title}>
        {QUESTIONS.find(({ id }) => id === answer.question)?.label} · {state?.label}, {state?.about}{' '}
        {tone !== 'none' && <OutcomeBadge tone={tone}>{`${mark} ${word}`}</OutcomeBadge>}
      </h3>
      <dl className={classes.facts}>
        <dt>What led there</dt>
        <dd>{found.way.join(' → ')}</dd>
        <dt>So the account was</dt>
        <dd>
          <code>{label ?? 'no label'}</code>, {locked ? `locked: ${reasonWords(lockReason)}` : 'not locked'},{' '}
          {disabled ? 'disabled' : 'enabled'}
        </dd>
        {answer.request !== '' && (
          <>
            <dt>Asked by</dt>
            <dd>
              <code>{answer.request}</code>
            </dd>
          </>
        )}
        <dt>The caller sees</dt>
        <dd>
          {answer.status !== null && <code>{answer.status} </code>}
          {answer.code !== null && <code>{answer.code} </code>}
          {answer.seen}
        </dd>
      </dl>
      {answer.decision && <ReasonList decision={answer.decision} />}
    </section>
  );
}
