import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Reason } from '../../src-main/contract/events.ts';
import type { Decision } from '../../src-main/contract/flow.ts';
import { groupReasons, type ReasonGroup } from '../../src-main/trace/views/reason-groups.ts';
import { reasonText } from '../../src-main/trace/views/reasons.ts';
import { outcomeLook } from '../flows/outcomes.ts';
import { SecretText } from '../flows/SecretText.tsx';
import classes from './ReasonList.module.css';
import { useRuleText } from './use-rule-text.ts';
import { settledBy } from './why-text.ts';

const MARKS: Record<Reason['outcome'], { mark: string; word: string }> = {
  pass: { mark: '✓', word: 'holds' },
  fail: { mark: '✕', word: 'does not hold' },
  skip: { mark: '–', word: 'not looked at' },
};

/** One decision: every rule that looked, in the order in which they looked, and the one that settled it. */
export function ReasonList({ decision }: { decision: Decision }) {
  const [all, setAll] = useState(false);
  const list = useRef<HTMLOListElement>(null);
  const settled = settledBy(decision);
  const failed = decision.reasons.some(({ outcome }) => outcome === 'fail');
  const broken = useRuleText(failed ? settled?.rule : undefined);
  // What said no must be in sight, however many rules passed before it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another decision, or another length, is what moves it.
  useEffect(() => {
    const element = list.current;
    const panel = element?.closest('[role="tabpanel"]');
    if (!element || !panel) return undefined;
    const show = () => element.querySelector('[data-outcome="fail"]')?.scrollIntoView({ block: 'nearest' });
    show();
    // With less room, or with lines that wrap, it may have gone out of sight.
    const sized = new ResizeObserver(show);
    sized.observe(panel);
    return () => sized.disconnect();
  }, [decision.seq, all]);
  if (decision.reasons.length === 0) {
    return <p className={classes.none}>The log names no rule for this: nothing had to be weighed.</p>;
  }
  const brief = groupReasons(decision.reasons);
  const groups: readonly ReasonGroup[] = all
    ? decision.reasons.map((reason) => ({ ...reasonText(reason), reasons: [reason] }))
    : brief;
  return (
    <>
      <ol
        aria-label="Rules, in the order in which they looked"
        className={classes.rules}
        ref={list}
        data-tone={outcomeLook(decision.outcome).tone}
      >
        {groups.map((group, index) => (
          // A decision may look at one rule twice; the order never changes.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above.
          <Rule all={all} group={group} key={`${group.label} ${index}`} />
        ))}
      </ol>
      {broken && (
        <p className={classes.advice}>
          <strong>What to do:</strong> {broken.next}
        </p>
      )}
      <p className={classes.settled}>
        {settled && (
          <span>
            Settled by rule <code>{settled.rule}</code>
            {settled.standard !== undefined && ` · ${settled.standard}`}
          </span>
        )}
        {brief.length < decision.reasons.length && (
          <Button
            aria-pressed={all}
            className={classes.more}
            color="gray"
            onClick={() => setAll(!all)}
            size="compact-xs"
            variant="subtle"
          >
            {all ? 'Show them in brief' : `Show all ${decision.reasons.length} rules`}
          </Button>
        )}
      </p>
    </>
  );
}

function Rule({ group, all }: { group: ReasonGroup; all: boolean }) {
  const { mark, word } = MARKS[group.outcome];
  const rules = group.reasons.map((reason) => reason.rule).join(', ');
  return (
    <li className={classes.rule} data-outcome={group.outcome}>
      <span aria-hidden className={classes.mark}>
        {mark}
      </span>
      <span className={classes.label} title={rules}>
        {group.label}
        <span className={classes.hidden}> {word}: </span>
      </span>
      <span className={classes.text}>
        {group.parts.map((part, index) =>
          part.code ? (
            // Pieces of one sentence have fixed places.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above.
            <code key={index}>
              <SecretText text={part.text} />
            </code>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: see above.
            <span key={index}>{part.text}</span>
          ),
        )}
        {all && group.standard !== undefined && <span className={classes.standard}>{group.standard}</span>}
      </span>
    </li>
  );
}
