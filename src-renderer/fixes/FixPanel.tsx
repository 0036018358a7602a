import { Button, Loader } from '@mantine/core';
import { GitFork, Square } from 'lucide-react';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { FixFindings } from './FixFindings.tsx';
import classes from './FixPanel.module.css';
import type { FixQuestion } from './use-fix-search.ts';

/** What would have let a refused hop pass: the question, the search, and what it found. */
export function FixPanel({
  flow,
  span,
  question: { asking, ask, stop },
}: {
  flow: string;
  span: string;
  question: FixQuestion;
}) {
  const onAsk = () => void ask();
  switch (asking.status) {
    case 'not-asked':
      return (
        <div className={classes.offer}>
          <p className={classes.lead}>
            Single changes are made, each on a fork of the state, and the same is asked for again. Those that
            turn the refusal into a pass are listed, the one that grants least first. Nothing real is changed.
          </p>
          <AskButton onAsk={onAsk} />
        </div>
      );
    case 'searching':
      return (
        <div className={classes.searching}>
          <Loader aria-hidden size={16} />
          <p role="status">Trying single changes, each on a fork of the state. Nothing real is changed.</p>
          <Button leftSection={<Square aria-hidden size={12} />} onClick={stop}>
            Stop
          </Button>
        </div>
      );
    case 'failed':
      return (
        <ErrorNote error={asking.error}>
          <Button onClick={onAsk}>Ask again</Button>
        </ErrorNote>
      );
    case 'found':
      return <FixFindings flow={flow} found={asking.found} onAsk={(time) => void ask(time)} span={span} />;
  }
}

/** The question as a button. */
export function AskButton({ onAsk }: { onAsk: () => void }) {
  return (
    <Button leftSection={<GitFork aria-hidden size={14} />} onClick={onAsk}>
      What would have let it pass?
    </Button>
  );
}
