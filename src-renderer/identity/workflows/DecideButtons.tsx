import { Button, NativeSelect } from '@mantine/core';
import { Check, X } from 'lucide-react';
import { useState } from 'react';
import { gatehouse, useSandbox } from '../../store/sandbox.ts';
import { announce } from '../../store/ui.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { useAction } from '../../ui/use-action.ts';
import classes from './RunPane.module.css';

/** Decides as one of the world’s people: as somebody who may, or as another, to see it refused. */
export function DecideButtons({ task, people }: { task: string; people: readonly string[] }) {
  const personas = useSandbox((state) => state.world?.personas) ?? [];
  const first = personas.find(({ id, username }) => people.includes(username) || people.includes(id));
  const [picked, setPicked] = useState<string>();
  const as = picked ?? first?.id ?? personas[0]?.id ?? '';
  const decide = useAction(async (action: 'APPROVE' | 'REJECT') => {
    await gatehouse().call('approvals.decide', { task, account: as, action });
    announce(action === 'APPROVE' ? 'Approved.' : 'Rejected.');
  });
  return (
    <div>
      <div className={classes.decide}>
        <NativeSelect
          aria-label="Decide as"
          data={personas.map(({ id, name, username }) => ({
            value: id,
            label: people.includes(username) || people.includes(id) ? `as ${name}` : `as ${name} (may not)`,
          }))}
          onChange={(event) => setPicked(event.currentTarget.value)}
          size="xs"
          value={as}
        />
        <Button
          disabled={decide.busy}
          leftSection={<Check aria-hidden size={14} />}
          onClick={() => decide.run('APPROVE')}
          variant="filled"
        >
          Approve
        </Button>
        <Button
          disabled={decide.busy}
          leftSection={<X aria-hidden size={14} />}
          onClick={() => decide.run('REJECT')}
        >
          Reject
        </Button>
      </div>
      {decide.error && <ErrorNote error={decide.error} onDismiss={decide.clear} />}
    </div>
  );
}
