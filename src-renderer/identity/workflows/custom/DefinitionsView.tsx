import { Button, NativeSelect } from '@mantine/core';
import { FilePlus2, Play, RotateCcw, Save } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { WorkflowSummary } from '../../../../src-main/contract/workflows.ts';
import { OutcomeBadge } from '../../../flows/OutcomeBadge.tsx';
import { gatehouse } from '../../../store/sandbox.ts';
import { announce } from '../../../store/ui.ts';
import { ConfirmButton } from '../../../ui/ConfirmButton.tsx';
import { ErrorNote } from '../../../ui/ErrorNote.tsx';
import { useAction } from '../../../ui/use-action.ts';
import { useDefinitions } from '../use-runs.ts';
import classes from './DefinitionsView.module.css';
import { beginDraft, closeDraft, type Draft, openDraft, useDraft } from './draft.ts';
import { Editor } from './Editor.tsx';
import { StartDialog } from './StartDialog.tsx';
import { newDefinition } from './step-fields.ts';
import { useProblems } from './use-problems.ts';

/** The custom workflows: YAML at one side, its picture at the other; each shows what the other changes. */
export function DefinitionsView() {
  const { value: definitions, error } = useDefinitions();
  const draft = useDraft((state) => state.draft);
  const open = useAction(async (id: string) => openDraft(await gatehouse().call('workflows.get', { id })));
  const first = definitions?.[0]?.id;
  const { run } = open;
  useEffect(() => {
    if (draft === undefined && first !== undefined) void run(first);
  }, [draft, first, run]);
  const failed = error ?? open.error;
  if (failed)
    return (
      <div className={classes.note}>
        <ErrorNote error={failed} onDismiss={open.clear} />
      </div>
    );
  if (!definitions || !draft) return null;
  return <Shown definitions={definitions} draft={draft} onOpen={open.run} />;
}

function Shown({
  definitions,
  draft,
  onOpen,
}: {
  definitions: readonly WorkflowSummary[];
  draft: Draft;
  onOpen: (id: string) => void;
}) {
  const [starting, setStarting] = useState(false);
  const checked = useProblems(draft.text);
  const kept = definitions.find(({ id }) => id === draft.id);
  const unsaved = draft.text !== draft.kept;
  const save = useAction(async () => {
    const detail = await gatehouse().call('workflows.save', { yaml: draft.text });
    openDraft(detail);
    announce(`“${detail.title}” is kept.`);
  });
  const reset = useAction(async (id: string) => openDraft(await gatehouse().call('workflows.reset', { id })));
  const remove = useAction(async (id: string) => {
    await gatehouse().call('workflows.remove', { id });
    closeDraft();
  });
  const failed = [save, reset, remove].find(({ error }) => error !== undefined);
  return (
    <div className={classes.view}>
      <div className={classes.bar}>
        <NativeSelect
          aria-label="Definition"
          className={classes.pick}
          data={[
            ...(draft.id === undefined ? [{ value: '', label: 'A new workflow' }] : []),
            ...definitions.map(({ id, title, active }) => ({
              value: id,
              label: active > 0 ? `${title} (${active} under way)` : title,
            })),
          ]}
          onChange={(event) => onOpen(event.currentTarget.value)}
          value={draft.id ?? ''}
        />
        {unsaved && <OutcomeBadge tone="challenged">● not saved</OutcomeBadge>}
        <div className={classes.acts}>
          <Button
            leftSection={<FilePlus2 aria-hidden size={14} />}
            onClick={() => beginDraft(newDefinition(freeId(definitions)))}
          >
            New
          </Button>
          {kept?.shipped && kept.changed && (
            <Button leftSection={<RotateCcw aria-hidden size={14} />} onClick={() => reset.run(kept.id)}>
              As it came
            </Button>
          )}
          {kept && (
            <ConfirmButton
              confirm="Remove it"
              label="Remove"
              onConfirm={() => remove.run(kept.id)}
              question="Runs that are under way go on; no new one can be started."
              title={`Remove “${kept.title}”?`}
            />
          )}
          <Button
            disabled={!unsaved || save.busy || checked.problems.length > 0}
            leftSection={<Save aria-hidden size={14} />}
            onClick={() => save.run()}
          >
            Save
          </Button>
          <Button
            disabled={!kept || unsaved}
            leftSection={<Play aria-hidden size={14} />}
            onClick={() => setStarting(true)}
            variant="filled"
          >
            Start a run
          </Button>
        </div>
      </div>
      {failed?.error && <ErrorNote error={failed.error} onDismiss={failed.clear} />}
      <Editor checked={checked} key={draft.id ?? 'new'} text={draft.text} />
      {starting && kept && <StartDialog onClose={() => setStarting(false)} workflow={kept} />}
    </div>
  );
}

function freeId(definitions: readonly WorkflowSummary[]): string {
  const ids = new Set(definitions.map(({ id }) => id));
  for (let n = 1; ; n += 1) if (!ids.has(`workflow-${n}`)) return `workflow-${n}`;
}
