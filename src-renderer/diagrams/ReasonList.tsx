import type { Reason } from '../../src-main/contract/events.ts';
import type { Decision } from '../../src-main/contract/flow.ts';
import { reasonText } from '../../src-main/trace/views/reasons.ts';
import { SecretText } from '../flows/SecretText.tsx';
import classes from './ReasonList.module.css';
import { settledBy } from './why-text.ts';

const MARKS: Record<Reason['outcome'], { mark: string; word: string }> = {
  pass: { mark: '✓', word: 'holds' },
  fail: { mark: '✕', word: 'does not hold' },
  skip: { mark: '–', word: 'not looked at' },
};

/** One decision: every rule that looked, in the order in which they looked, and the one that settled it. */
export function ReasonList({ decision }: { decision: Decision }) {
  const settled = settledBy(decision);
  if (decision.reasons.length === 0) {
    return <p className={classes.none}>The log names no rule for this: nothing had to be weighed.</p>;
  }
  return (
    <>
      <ol aria-label="Rules, in the order in which they looked" className={classes.rules}>
        {decision.reasons.map((reason, index) => {
          const { label, parts } = reasonText(reason);
          const { mark, word } = MARKS[reason.outcome];
          return (
            // A decision may look at one rule twice; the order never changes.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above.
            <li className={classes.rule} data-outcome={reason.outcome} key={`${reason.rule} ${index}`}>
              <span aria-hidden className={classes.mark}>
                {mark}
              </span>
              <span className={classes.label} title={reason.rule}>
                {label}
                <span className={classes.hidden}> {word}: </span>
              </span>
              <span className={classes.text}>
                {parts.map((part) =>
                  part.code ? (
                    <code key={part.text}>
                      <SecretText text={part.text} />
                    </code>
                  ) : (
                    <span key={part.text}>{part.text}</span>
                  ),
                )}
              </span>
            </li>
          );
        })}
      </ol>
      {settled && (
        <p className={classes.settled}>
          Settled by rule <code>{settled.rule}</code>
          {settled.standard !== undefined && ` · ${settled.standard}`}
        </p>
      )}
    </>
  );
}
