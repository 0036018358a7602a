import { CircleAlert, CircleCheck, CircleDashed, Crosshair } from 'lucide-react';
import type { CheckState } from '../../src-main/contract/labs.ts';
import { asPublicError } from '../client/public-error.ts';
import { selectSeq } from '../store/selection.ts';
import { notify, showView } from '../store/ui.ts';
import { InlineCode } from '../ui/InlineCode.tsx';
import classes from './CheckCard.module.css';
import { useHopNumber } from './use-hop-number.ts';

const STATUS_WORDS: Record<CheckState['status'], string> = {
  pass: 'passed',
  fail: 'not met yet',
  pending: 'waiting',
  error: 'broken',
};

async function pointAt(seq: number): Promise<void> {
  try {
    if (await selectSeq(seq)) {
      showView('sequence');
      return;
    }
    notify({
      tone: 'error',
      error: {
        code: 'log.event-gone',
        what: 'This event is no longer in the log.',
        why: 'The log was cleared, or trimmed to its size limit, after the check had looked.',
        next: 'Do the step again, or raise the size limit of the log in the settings.',
      },
    });
  } catch (thrown) {
    notify({ tone: 'error', error: asPublicError(thrown) });
  }
}

function StatusIcon({ status }: { status: CheckState['status'] }) {
  if (status === 'pass') return <CircleCheck aria-hidden className={classes.icon} size={18} />;
  if (status === 'error') return <CircleAlert aria-hidden className={classes.icon} size={18} />;
  return <CircleDashed aria-hidden className={classes.icon} size={18} />;
}

/** A check of the open step: whether it holds, and if not, what was seen, what is wanted, and where to look. */
export function CheckCard({ check }: { check: CheckState }) {
  const clause = check.clauses.find((one) => !one.ok);
  const evidence = clause?.evidence.at(-1);
  const hop = useHopNumber(evidence);
  const open = check.status === 'fail' && clause;
  return (
    <li className={classes.card} data-status={check.status}>
      <StatusIcon status={check.status} />
      <div className={classes.body}>
        <p className={classes.title}>
          {check.title}
          <span className={classes.status}>{STATUS_WORDS[check.status]}</span>
        </p>
        {open && (
          <dl className={classes.facts}>
            <dt>seen</dt>
            <dd>
              <InlineCode text={clause.seen} />{' '}
              {evidence !== undefined && (
                <button
                  aria-label={hop === undefined ? 'Show what was seen' : `Show hop ${hop}`}
                  className={classes.point}
                  onClick={() => pointAt(evidence)}
                  type="button"
                >
                  <Crosshair aria-hidden size={13} />
                  {hop === undefined ? 'show it' : `hop ${hop}`}
                </button>
              )}
            </dd>
            <dt>expected</dt>
            <dd>
              <InlineCode text={clause.expected} />
            </dd>
            {check.closest && (
              <>
                <dt>closest</dt>
                <dd>
                  <InlineCode text={check.closest} />
                </dd>
              </>
            )}
          </dl>
        )}
        {check.status === 'fail' && check.feedback && (
          <p className={classes.feedback}>
            <InlineCode text={check.feedback} />
          </p>
        )}
        {check.status === 'error' && (
          <p className={classes.feedback}>
            This check cannot be judged. That is a fault of the lab, not yours: skip the step to go on.
            {clause && ` (${clause.seen})`}
          </p>
        )}
      </div>
    </li>
  );
}
