import { Button } from '@mantine/core';
import { Play } from 'lucide-react';
import { useState } from 'react';
import type { LabState } from '../../src-main/contract/labs.ts';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { InlineCode } from '../ui/InlineCode.tsx';
import { useAction } from '../ui/use-action.ts';
import { playSolution } from './commands.ts';
import classes from './SolutionCard.module.css';

const ICON = 14;

/** The solution of a step, line by line. Each line plays on its own, so that one can watch what it does. */
export function SolutionCard({
  lab,
  step,
  solution,
}: {
  lab: LabState;
  step: string;
  solution: readonly { text: string }[];
}) {
  const [said, setSaid] = useState<ReadonlyMap<number, { ok: boolean; message: string }>>(new Map());
  const play = useAction(async (lines: readonly number[]) => {
    for (const index of lines) {
      const result = await playSolution(lab, step, index);
      setSaid((before) => new Map(before).set(index, result));
      if (!result.ok) return;
    }
  });
  return (
    <section aria-label="Solution" className={classes.card}>
      <div className={classes.head}>
        <h2 className={classes.title}>Solution</h2>
        {solution.length > 1 && (
          <Button disabled={play.busy} onClick={() => play.run([...solution.keys()])}>
            Play all
          </Button>
        )}
      </div>
      <ol className={classes.lines}>
        {solution.map(({ text }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one solution never change places.
          <li key={index}>
            <div className={classes.line}>
              <InlineCode text={text} />
              <Button
                aria-label={`Play: ${text}`}
                disabled={play.busy}
                leftSection={<Play aria-hidden size={ICON} />}
                onClick={() => play.run([index])}
              >
                Play
              </Button>
            </div>
            <p className={classes.said} data-ok={said.get(index)?.ok} role="status">
              {said.get(index)?.message}
            </p>
          </li>
        ))}
      </ol>
      {play.error && <ErrorNote error={play.error} onDismiss={play.clear} />}
    </section>
  );
}
