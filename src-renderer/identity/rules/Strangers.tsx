import { Button } from '@mantine/core';
import { Play } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { StrangerAnswers, StrangerSubject } from '../../../src-main/contract/answers.ts';
import type { Governance } from '../../../src-main/contract/governance.ts';
import { gatehouse } from '../../store/sandbox.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { formatDuration } from '../../ui/format.ts';
import { useAction } from '../../ui/use-action.ts';
import classes from './Effects.module.css';

type Row = StrangerAnswers['rows'][number];

const SUBJECTS: Record<StrangerSubject, string> = {
  known: 'exists',
  'no-address': 'exists, no address',
  locked: 'exists, locked',
  disabled: 'exists, disabled',
  unknown: 'does not exist',
};
const QUESTIONS: Record<Row['question'], string> = {
  'recover-password': 'Recover a password',
  'recover-username': 'Recover a user name',
  resend: 'Send the code again',
  'sign-in': 'Sign in, wrong password',
  register: 'Register that user name',
};
const LOOKS = ['A', 'B', 'C', 'D', 'E'];

/** What a stranger sees under the switches as they are: the real answers of a fork, and which of them look alike. */
export function Strangers({ governance }: { governance: Governance }) {
  const [answers, setAnswers] = useState<StrangerAnswers>();
  const ask = useAction(async () => setAnswers(await gatehouse().call('governance.strangers', {})));
  const inForce = JSON.stringify(governance);
  // Answers of other switches say nothing of these.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the switches are what makes them old.
  useEffect(() => setAnswers(undefined), [inForce]);
  return (
    <section aria-label="What a stranger sees" className={classes.effect}>
      <div className={classes.head}>
        <div>
          <h3 className={classes.title}>What a stranger sees</h3>
          <p className={classes.note}>
            The same requests about somebody who exists and somebody who does not, sent to the real endpoints
            of a fork with these switches. The fork is thrown away.
          </p>
        </div>
        <Button leftSection={<Play aria-hidden size={14} />} loading={ask.busy} onClick={() => ask.run()}>
          {answers ? 'Ask again' : 'Ask as a stranger'}
        </Button>
      </div>
      {ask.error && <ErrorNote error={ask.error} onDismiss={ask.clear} />}
      {answers && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls where the window is narrow, so the keyboard must reach it.
        <div className={classes.scroll} tabIndex={0}>
          <table className={classes.table}>
            <caption className={classes.note}>
              Answered in {formatDuration(Math.max(1000, answers.ms))}. The same letter in a row: a stranger
              cannot tell these people apart.
            </caption>
            <thead>
              <tr>
                <th scope="col">The stranger asks about who …</th>
                {Object.entries(SUBJECTS).map(([id, label]) => (
                  <th key={id} scope="col">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {answers.rows.map((row) => (
                <tr key={row.question}>
                  <th scope="row">
                    {QUESTIONS[row.question]}
                    <span className={classes.verdict} data-tells={tells(row)}>
                      {tells(row) ? 'tells who exists' : 'tells nothing'}
                    </span>
                    <code className={classes.request}>{row.request}</code>
                  </th>
                  {row.answers.map(({ subject, look, status, seen, rule }) => (
                    <td key={subject}>
                      <span className={classes.look} data-look={look}>
                        {LOOKS[look] ?? look + 1}
                      </span>{' '}
                      {status !== null && <code>{status}</code>} {seen}
                      {rule !== null && <code className={classes.rule}>{rule}</code>}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** Whether the answer for nobody differs from that for some person. */
function tells({ answers }: Row): boolean {
  const nobody = answers.find(({ subject }) => subject === 'unknown')?.look;
  return answers.some(({ look }) => look !== nobody);
}
