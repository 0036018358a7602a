import { Button, TextInput } from '@mantine/core';
import { Check, Send, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { gatehouse } from '../../store/sandbox.ts';
import { announce } from '../../store/ui.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { useAction } from '../../ui/use-action.ts';
import classes from './RunPane.module.css';

type Settlement = 'retry' | 'done' | 'undo';

const SAID: Readonly<Record<Settlement, string>> = {
  retry: 'The call is sent again.',
  done: 'The step is taken for done.',
  undo: 'The run takes back what was done.',
};

/** Says what is to become of a step whose call nobody knows to have arrived. `saves`: what later steps need of its answer. */
export function SettleButtons({ run, step, saves }: { run: string; step: string; saves: readonly string[] }) {
  const [values, setValues] = useState<Record<string, string>>({});
  const settle = useAction(async (as: Settlement) => {
    await gatehouse().call('workflows.settle', { id: run, step, as, values });
    announce(SAID[as]);
  });
  return (
    <div>
      {saves.map((name) => (
        <TextInput
          description="Of the answer that was not seen. Later steps read it, if you take the step for done."
          key={name}
          label={`steps.${step}.${name}`}
          onChange={(event) => {
            const { value } = event.currentTarget;
            setValues((before) => ({ ...before, [name]: value }));
          }}
          size="xs"
          value={values[name] ?? ''}
        />
      ))}
      <div className={classes.decide}>
        <Button
          disabled={settle.busy}
          leftSection={<Send aria-hidden size={14} />}
          onClick={() => settle.run('retry')}
        >
          Send it again
        </Button>
        <Button
          disabled={settle.busy}
          leftSection={<Check aria-hidden size={14} />}
          onClick={() => settle.run('done')}
        >
          It was done
        </Button>
        <Button
          disabled={settle.busy}
          leftSection={<Undo2 aria-hidden size={14} />}
          onClick={() => settle.run('undo')}
        >
          Take everything back
        </Button>
      </div>
      {settle.error && <ErrorNote error={settle.error} onDismiss={settle.clear} />}
    </div>
  );
}
