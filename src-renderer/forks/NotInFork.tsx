import { Button, VisuallyHidden } from '@mantine/core';
import { GitFork } from 'lucide-react';
import { EmptyState } from '../ui/EmptyState.tsx';
import { leaveFork, telling } from './fork-mode.ts';

/** A place of the live sandbox, while the window shows a fork. */
export function NotInFork() {
  return (
    <>
      <VisuallyHidden component="h1">Not in a fork</VisuallyHidden>
      <EmptyState
        actions={
          <Button onClick={() => void telling(leaveFork)} variant="filled">
            Back to the live sandbox
          </Button>
        }
        icon={GitFork}
        title="This belongs to the live sandbox"
      >
        Labs, connections and settings are not part of a fork. The fork stays open: Explore and Traces show
        it, and the settings of the live sandbox lead back to it.
      </EmptyState>
    </>
  );
}
