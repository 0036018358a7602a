import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { JsonObject } from '../../../../src-main/contract/json.ts';
import type { WorkflowSummary } from '../../../../src-main/contract/workflows.ts';
import { gatehouse, useSandbox } from '../../../store/sandbox.ts';
import { announce } from '../../../store/ui.ts';
import { Dialog, DialogButtons } from '../../../ui/Dialog.tsx';
import { ErrorNote } from '../../../ui/ErrorNote.tsx';
import { useAction } from '../../../ui/use-action.ts';
import { openWorkflowsView } from '../open-view.ts';
import { selectWorkflow } from '../selected-workflow.ts';
import type { Value } from './yaml-text.ts';

/** Starts a run with a form made from the inputs of the definition, as one of the world’s people. */
export function StartDialog({ workflow, onClose }: { workflow: WorkflowSummary; onClose: () => void }) {
  const world = useSandbox((state) => state.world);
  const [as, setAs] = useState(world?.persona ?? '');
  const [fields, setFields] = useState<Record<string, string | boolean>>({});
  const start = useAction(async () => {
    const input: { [name: string]: Value } = {};
    for (const [name, { type }] of Object.entries(workflow.input)) {
      const typed = fields[name];
      if (type === 'boolean') input[name] = typed === true;
      else if (typeof typed === 'string' && typed !== '') input[name] = asInput(typed, type);
    }
    const run = await gatehouse().call('workflows.start', {
      id: workflow.id,
      input: input as JsonObject,
      ...(as === '' ? {} : { account: as }),
    });
    announce(`“${workflow.title}” runs.`);
    selectWorkflow(`run:${run.id}`);
    openWorkflowsView('runs');
    onClose();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void start.run();
  };
  const needsToken = workflow.access === 'bearer';
  return (
    <Dialog onClose={onClose} opened title={`Start: ${workflow.title}`}>
      <form onSubmit={submit}>
        <div style={{ display: 'grid', gap: 10 }}>
          <NativeSelect
            data={[
              ...(needsToken ? [] : [{ value: '', label: 'Nobody in particular' }]),
              ...(world?.personas ?? []).map((one) => ({ value: one.id, label: one.name })),
            ]}
            description={
              needsToken
                ? 'With an access token for the provider itself. If she has none, the workbench gets one in her name; the log shows how.'
                : 'Nobody has to show who she is.'
            }
            label="As"
            onChange={(event) => setAs(event.currentTarget.value)}
            value={as}
          />
          {Object.entries(workflow.input).map(([key, { type, required, about, secret }]) =>
            type === 'boolean' ? (
              <Checkbox
                checked={fields[key] === true}
                key={key}
                label={about || key}
                onChange={(event) => {
                  const { checked } = event.currentTarget;
                  setFields((before) => ({ ...before, [key]: checked }));
                }}
              />
            ) : (
              <TextInput
                description={about}
                key={key}
                label={key}
                onChange={(event) => {
                  const { value } = event.currentTarget;
                  setFields((before) => ({ ...before, [key]: value }));
                }}
                required={required}
                type={secret ? 'password' : type === 'number' ? 'number' : 'text'}
                value={String(fields[key] ?? '')}
              />
            ),
          )}
          {start.error && <ErrorNote error={start.error} onDismiss={start.clear} />}
        </div>
        <DialogButtons>
          <Button loading={start.busy} size="sm" type="submit" variant="filled">
            Start
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}

/** What was typed, as the definition wants it: lists by commas, objects in JSON. */
function asInput(typed: string, type: WorkflowSummary['input'][string]['type']): Value {
  if (type === 'number') return Number(typed);
  if (type === 'list') return typed.split(',').map((one) => one.trim());
  if (type !== 'object') return typed;
  try {
    return JSON.parse(typed) as Value;
  } catch {
    // The engine says what is wrong with it, in its own words.
    return typed;
  }
}
