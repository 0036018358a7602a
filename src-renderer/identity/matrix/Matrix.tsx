import { Button, Loader, VisuallyHidden } from '@mantine/core';
import { Play, Square } from 'lucide-react';
import { Fragment, useEffect, useState } from 'react';
import type { AccountDetail } from '../../../src-main/contract/accounts.ts';
import type { MatrixAnswer, MatrixQuestion, MatrixState } from '../../../src-main/contract/answers.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { openSection } from '../open-section.ts';
import { useGovernance } from '../use-governance.ts';
import { AnswerDetail } from './AnswerDetail.tsx';
import classes from './Matrix.module.css';
import { LOOKS, QUESTIONS, rowOf, STATES } from './matrix-words.ts';
import { askStates, matrixUnder, stopAsking, useMatrix } from './use-matrix.ts';

/** What each state of an account allows, answered by the real engine in a fork: a row asked is a row known. */
export function Matrix({ account }: { account: AccountDetail }) {
  const { answers, asking, waiting, error } = useMatrix();
  const governance = useGovernance();
  const [picked, setPicked] = useState<{ state: MatrixState; question: MatrixQuestion }>();
  const here = rowOf(account.state, account.now);
  const inForce = governance && JSON.stringify(governance);
  useEffect(() => {
    if (inForce !== undefined) matrixUnder(inForce);
  }, [inForce]);
  const open = STATES.map(({ id }) => id).filter((id) => !answers.has(id));
  const ahead = waiting.length + (asking === undefined ? 0 : 1);
  const found = picked && answers.get(picked.state);
  const answer = found?.answers.find(({ question }) => question === picked?.question);
  return (
    <div className={classes.matrix}>
      <div className={classes.head}>
        <p className={classes.about}>
          Pick a state. A fork is opened, a test account is brought into that state by what really leads
          there, the fork’s own endpoints are asked under the{' '}
          <button className={classes.link} onClick={() => openSection('rules')} type="button">
            rules in force
          </button>
          , and the fork is thrown away.
        </p>
        <div className={classes.buttons}>
          {ahead > 0 ? (
            <>
              <span className={classes.progress} role="status">
                {STATES.length - open.length} of {STATES.length} known
              </span>
              <Button leftSection={<Square aria-hidden size={12} />} onClick={stopAsking}>
                Stop
              </Button>
            </>
          ) : (
            <>
              {here !== undefined && !answers.has(here) && (
                <Button
                  leftSection={<Play aria-hidden size={14} />}
                  onClick={() => askStates([here])}
                  variant="filled"
                >
                  Ask about the state of {account.name.split(' ', 1)[0]}
                </Button>
              )}
              {open.length > 0 && (
                <Button onClick={() => askStates(open)}>Ask about all {open.length}</Button>
              )}
            </>
          )}
        </div>
      </div>
      {error && <ErrorNote error={error} onDismiss={() => useMatrix.setState({ error: undefined })} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls where the window is narrow, so the keyboard must reach it. */}
      <div className={classes.scroll} tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">State</th>
              {QUESTIONS.map(({ id, label }) => (
                <th key={id} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {STATES.map(({ id, label, about }) => {
              const row = answers.get(id);
              const isPicked = (question: MatrixQuestion) =>
                picked?.state === id && picked.question === question;
              return (
                <Fragment key={id}>
                  <tr data-here={id === here || undefined}>
                    <th scope="row">
                      <code>{label}</code> <span className={classes.small}>{about}</span>
                      {id === here && (
                        <span className={classes.here}>{account.name.split(' ', 1)[0]} is here</span>
                      )}
                    </th>
                    {row ? (
                      QUESTIONS.map(({ id: question }) => (
                        <td key={question}>
                          <Cell
                            answer={row.answers.find((candidate) => candidate.question === question)}
                            name={`${label}, ${about}`}
                            onPick={() => setPicked(isPicked(question) ? undefined : { state: id, question })}
                            picked={isPicked(question)}
                          />
                        </td>
                      ))
                    ) : (
                      <td colSpan={QUESTIONS.length}>
                        {asking === id ? (
                          <span className={classes.progress}>
                            <Loader size={12} /> being asked in a fork …
                          </span>
                        ) : (
                          <Button
                            aria-label={`Ask about ${label}, ${about}`}
                            disabled={waiting.includes(id)}
                            onClick={() => askStates([id])}
                            size="compact-xs"
                            variant="subtle"
                          >
                            {waiting.includes(id) ? 'waits' : 'Ask'}
                          </Button>
                        )}
                      </td>
                    )}
                  </tr>
                  {found && answer && picked?.state === id && (
                    <tr>
                      <td className={classes.more} colSpan={QUESTIONS.length + 1}>
                        <AnswerDetail answer={answer} found={found} />
                      </td>
                    </tr>
                  )}
                </Fragment>
              );
            })}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function Cell({
  answer,
  name,
  picked,
  onPick,
}: {
  answer: MatrixAnswer | undefined;
  name: string;
  picked: boolean;
  onPick: () => void;
}) {
  if (!answer) return null;
  const { tone, mark, word } = LOOKS[answer.outcome];
  const question = QUESTIONS.find(({ id }) => id === answer.question)?.label ?? answer.question;
  return (
    <button aria-pressed={picked} className={classes.cell} data-tone={tone} onClick={onPick} type="button">
      <VisuallyHidden>{`${name}: ${question}: `}</VisuallyHidden>
      <span>
        {mark} {word}
      </span>
      {answer.code !== null && <code className={classes.small}>{answer.code}</code>}
    </button>
  );
}
