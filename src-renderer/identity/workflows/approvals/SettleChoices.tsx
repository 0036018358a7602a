import { TextInput } from '@mantine/core';
import { Check, Send, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { Settlement, SettlementConsequences } from '../../../../src-main/contract/outcome-tasks.ts';
import { announce } from '../../../store/ui.ts';
import { ErrorNote } from '../../../ui/ErrorNote.tsx';
import { useAction } from '../../../ui/use-action.ts';
import { Choices } from './Choices.tsx';
import classes from './SettleChoices.module.css';

const SAID: Readonly<Record<Settlement, string>> = {
  retry: 'The call is sent again.',
  done: 'The step is taken for done.',
  undo: 'The run takes back what was done.',
};

/**
 * Says what is to become of a step whose call nobody knows to have arrived. `saves`: what later steps need of the answer
 * that was not seen.
 */
export function SettleChoices({
  saves,
  leadsTo,
  settle,
}: {
  saves: readonly string[];
  leadsTo: SettlementConsequences;
  settle: (as: Settlement, values: Record<string, string>) => Promise<unknown>;
}) {
  const [values, setValues] = useState<Record<string, string>>({});
  const act = useAction(async (as: Settlement) => {
    await settle(as, values);
    announce(SAID[as]);
  });
  return (
    <div className={classes.settle}>
      {saves.length > 0 && (
        <fieldset className={classes.values}>
          <legend>If it was done, later steps need this of its answer</legend>
          {saves.map((name) => (
            <TextInput
              key={name}
              label={name}
              onChange={(event) => {
                const { value } = event.currentTarget;
                setValues((before) => ({ ...before, [name]: value }));
              }}
              value={values[name] ?? ''}
            />
          ))}
        </fieldset>
      )}
      <Choices
        busy={act.busy}
        choices={[
          {
            act: 'retry',
            label: 'Send it again',
            icon: <Send aria-hidden size={14} />,
            leadsTo: leadsTo.retry,
          },
          { act: 'done', label: 'It was done', icon: <Check aria-hidden size={14} />, leadsTo: leadsTo.done },
          {
            act: 'undo',
            label: 'Take it back',
            icon: <Undo2 aria-hidden size={14} />,
            leadsTo: leadsTo.undo,
          },
        ]}
        onChoose={(as) => void act.run(as)}
      />
      {act.error && <ErrorNote error={act.error} onDismiss={act.clear} />}
    </div>
  );
}
