import { Button } from '@mantine/core';
import { GitFork } from 'lucide-react';
import { useState } from 'react';
import { useForkMode } from './fork-mode.ts';
import { type Recorded, RunAgainDialog } from './RunAgainDialog.tsx';

/** Asks how something recorded in the live sandbox is to be run again in a fork. */
export function RunAgainButton({ recorded }: { recorded: Recorded }) {
  const [asking, setAsking] = useState(false);
  // What happened inside of a fork is in the log of the fork: there, the bar along the top runs things again.
  const inFork = useForkMode((state) => state.fork !== undefined);
  if (inFork) return null;
  return (
    <>
      <Button leftSection={<GitFork aria-hidden size={14} />} onClick={() => setAsking(true)}>
        Run it again in a fork…
      </Button>
      {asking && <RunAgainDialog onClose={() => setAsking(false)} recorded={recorded} />}
    </>
  );
}
