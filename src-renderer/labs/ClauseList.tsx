import { Check, X } from 'lucide-react';
import type { CheckState } from '../../src-main/contract/labs.ts';
import { InlineCode } from '../ui/InlineCode.tsx';
import classes from './ClauseList.module.css';
import { EventLink } from './EventLink.tsx';

type Clause = CheckState['clauses'][number];

const ICON = 14;
const NAMES: Readonly<Record<string, string>> = {
  by: 'who',
  client: 'application',
  flow: 'story',
  outcome: 'outcome',
  rule: 'rule',
  value: 'value',
  count: 'how often',
};

/** `data.operation` is the operation; the parts of a combination keep their own names. */
function nameOf(clause: string): string {
  const last = clause.split('/').length === 2 ? (clause.split('/')[1] ?? clause) : clause;
  return NAMES[last] ?? last.replace(/^(data|claims|header)\./, '').replace(/^api$/, 'API');
}

/** Every condition of a check with what it wants and what was seen, for a try that came near. */
export function ClauseList({ clauses }: { clauses: readonly Clause[] }) {
  const held = clauses.filter((clause) => clause.ok).length;
  return (
    <details className={classes.details}>
      <summary>
        {held} of {clauses.length} conditions hold
      </summary>
      <ul className={classes.clauses}>
        {clauses.map((clause) => (
          <li className={classes.clause} data-ok={clause.ok} key={`${clause.clause}-${clause.expected}`}>
            {clause.ok ? (
              <Check aria-label="holds" size={ICON} />
            ) : (
              <X aria-label="does not hold" size={ICON} />
            )}
            <div>
              <span className={classes.name}>{nameOf(clause.clause)}</span>{' '}
              {clause.ok ? (
                <InlineCode text={clause.seen} />
              ) : (
                <>
                  <InlineCode text={`seen ${clause.seen}, expected ${clause.expected}`} />{' '}
                  <EventLink seq={clause.evidence.at(-1)} />
                </>
              )}
              {clause.feedback && (
                <p className={classes.words}>
                  <InlineCode text={clause.feedback} />
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
    </details>
  );
}
