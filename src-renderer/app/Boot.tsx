import { Button, VisuallyHidden } from '@mantine/core';
import { KeyRound } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { PublicError } from '../../src-main/contract/errors.ts';
import type { ConnectedClient } from '../client/connected-client.ts';
import { findClient } from '../client/find-client.ts';
import { asPublicError } from '../client/public-error.ts';
import { Frame } from '../shell/Frame.tsx';
import { connect, showKeptView } from '../store/connection.ts';
import { useSandbox } from '../store/sandbox.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import classes from './Boot.module.css';
import { StartAfresh } from './StartAfresh.tsx';
import { Starting } from './Starting.tsx';

type Phase = { at: 'connecting' } | { at: 'ready' } | { at: 'no-key' } | { at: 'failed'; error: PublicError };

// Once for the page: React mounts twice in development, and a second socket would take the first one's place.
let started: Promise<void> | undefined;
let client: ConnectedClient | undefined;

function start(): Promise<void> | undefined {
  if (client) started ??= connect(client);
  return started;
}

/** Before the first draw, so that it has something to show. */
export function prepare(): void {
  client = findClient(window);
  if (client?.host === 'desktop') showKeptView(client);
}

/** From the empty page to the running window: connects, and says plainly when that is not possible. */
export function Boot({ root }: { root: HTMLElement }) {
  const [phase, setPhase] = useState<Phase>({ at: 'connecting' });
  const [attempt, setAttempt] = useState(0);
  const refused = useSandbox((state) => state.link === 'refused');
  const textSize = useSandbox((state) => state.settings?.textSize ?? 100);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` is what asks for another try.
  useEffect(() => {
    const connecting = start();
    if (!connecting) {
      setPhase({ at: 'no-key' });
      return;
    }
    connecting.then(
      () => setPhase({ at: 'ready' }),
      (thrown: unknown) => setPhase({ at: 'failed', error: asPublicError(thrown) }),
    );
  }, [attempt]);

  const again = () => {
    started = undefined;
    setPhase({ at: 'connecting' });
    setAttempt((n) => n + 1);
  };
  const kept = useSandbox((state) => state.labs !== undefined);
  const shown = refused ? 'no-key' : phase.at === 'connecting' && kept ? 'kept' : phase.at;
  useEffect(() => {
    root.dataset.appState = shown;
  }, [root, shown]);
  useEffect(() => {
    document.documentElement.style.fontSize = `${textSize}%`;
  }, [textSize]);

  if (shown === 'ready' || shown === 'kept') return <Frame />;
  return (
    <main className={classes.boot}>
      <VisuallyHidden component="h1">Gatehouse</VisuallyHidden>
      {shown === 'no-key' && (
        <EmptyState icon={KeyRound} title="This page has no key to the sandbox">
          It belongs to an earlier run, or was opened without the key that is part of the address. Open the
          address that Gatehouse printed when it started.
        </EmptyState>
      )}
      {shown === 'connecting' && <Starting />}
      {phase.at === 'failed' && shown === 'failed' && (
        <div className={classes.failed}>
          <ErrorNote error={phase.error}>
            <Button onClick={again}>Try again</Button>
            {phase.error.code === 'data.corrupt' && (
              <StartAfresh
                failed={(thrown) => setPhase({ at: 'failed', error: asPublicError(thrown) })}
                started={again}
                work={() => client?.call('data.start-afresh', {})}
              />
            )}
          </ErrorNote>
        </div>
      )}
    </main>
  );
}
