import { Button, NativeSelect, NumberInput, Switch, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { EXTENSION_EVENTS } from '../../../src-main/contract/extension-events.ts';
import type { Extension, ScriptProblem } from '../../../src-main/contract/extensions.ts';
import { gatehouse } from '../../store/sandbox.ts';
import { ConfirmButton } from '../../ui/ConfirmButton.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { useAction } from '../../ui/use-action.ts';
import { CodeEditor } from './CodeEditor.tsx';
import { RunList } from './RunList.tsx';
import classes from './Scripts.module.css';
import { TryScript } from './TryScript.tsx';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
/** A script is read so long after the last key, ms. */
const READ_AFTER_MS = 250;

/** One script: what it is, its text, a trial of it, and its last runs. */
export function ScriptForm({
  script,
  input: firstInput,
  kept,
  onSaved,
  onRemoved,
}: {
  script: Extension;
  input: string;
  kept: boolean;
  onSaved: (saved: Extension, input: string) => void;
  onRemoved: () => void;
}) {
  const [draft, setDraft] = useState(script);
  const [input, setInput] = useState(firstInput);
  const problems = useProblems(draft.source);
  const dirty = !kept || JSON.stringify(draft) !== JSON.stringify(script);
  const save = useAction(async () => onSaved(await gatehouse().call('extensions.save', draft), input));
  const remove = useAction(async () => {
    await gatehouse().call('extensions.remove', { id: script.id });
    onRemoved();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save.run();
  };
  return (
    <div className={classes.workbench}>
      <form aria-label={`The script ${draft.title}`} className={classes.form} onSubmit={submit}>
        <div className={classes.fields}>
          <TextInput
            className={classes.wide}
            label="Title"
            maxLength={80}
            onChange={(event) => setDraft({ ...draft, title: event.currentTarget.value })}
            required
            value={draft.title}
          />
          <TextInput
            className={classes.narrow}
            classNames={{ input: classes.mono ?? '' }}
            disabled={kept}
            label="Id"
            onChange={(event) => setDraft({ ...draft, id: event.currentTarget.value })}
            pattern="[a-z][a-z0-9\-]{0,39}"
            required
            title="Small letters, digits and hyphens"
            value={draft.id}
          />
          <Place draft={draft} onChange={setDraft} />
        </div>
        <div className={classes.editor}>
          <CodeEditor
            label="Source"
            onChange={(source) => setDraft((before) => ({ ...before, source }))}
            problems={problems}
            value={draft.source}
          />
        </div>
        <p className={classes.problem} role="status">
          {problems
            .map(({ message, line }) => `${line === null ? '' : `Line ${line}: `}${message}`)
            .join(' ')}
        </p>
        <div className={classes.buttons}>
          <Button disabled={!dirty} loading={save.busy} type="submit" variant={dirty ? 'filled' : 'default'}>
            Save
          </Button>
          <Switch
            checked={draft.enabled}
            label="On"
            onChange={(event) => setDraft({ ...draft, enabled: event.currentTarget.checked })}
          />
          <span className={classes.spacer} />
          {kept && (
            <ConfirmButton
              busy={remove.busy}
              confirm="Remove it"
              label="Remove"
              onConfirm={() => void remove.run()}
              question="Its text is gone then, unless a snapshot holds it. What it has done stays."
              title={`Remove “${script.title}”?`}
            />
          )}
        </div>
        {save.error && <ErrorNote error={save.error} onDismiss={save.clear} />}
        {remove.error && <ErrorNote error={remove.error} onDismiss={remove.clear} />}
      </form>
      <div className={classes.aside}>
        <TryScript input={input} onInput={setInput} script={draft} />
        <RunList id={kept ? script.id : undefined} />
      </div>
    </div>
  );
}

/** Where an endpoint is and who may call it; or at which event a handler starts, and when among others. */
function Place({ draft, onChange }: { draft: Extension; onChange: (draft: Extension) => void }) {
  if (draft.kind === 'endpoint')
    return (
      <>
        <NativeSelect
          className={classes.narrow}
          data={[...METHODS]}
          label="Method"
          onChange={(event) =>
            onChange({ ...draft, method: event.currentTarget.value as typeof draft.method })
          }
          value={draft.method}
        />
        <TextInput
          className={classes.narrow}
          classNames={{ input: classes.mono ?? '' }}
          label="Path below /ext/"
          onChange={(event) => onChange({ ...draft, path: event.currentTarget.value })}
          pattern="[a-z0-9][a-z0-9\-]*(/[a-z0-9][a-z0-9\-]*)*"
          required
          title="Small letters, digits and hyphens, parts divided by /"
          value={draft.path}
        />
        <NativeSelect
          className={classes.narrow}
          data={[
            { value: 'anyone', label: 'Anyone' },
            { value: 'bearer', label: 'A bearer token' },
          ]}
          label="Open to"
          onChange={(event) =>
            onChange({ ...draft, access: event.currentTarget.value as typeof draft.access })
          }
          value={draft.access}
        />
      </>
    );
  return (
    <>
      <NativeSelect
        className={classes.wide}
        data={EXTENSION_EVENTS.map(({ name }) => name)}
        label="Event"
        onChange={(event) => onChange({ ...draft, event: event.currentTarget.value as typeof draft.event })}
        value={draft.event}
      />
      <NumberInput
        className={classes.narrow}
        label="Priority"
        max={1000}
        min={0}
        onChange={(priority) => onChange({ ...draft, priority: Number(priority) })}
        value={draft.priority}
      />
    </>
  );
}

/** What keeps a script from being read, some moments after it was typed. */
function useProblems(source: string): readonly ScriptProblem[] {
  const [problems, setProblems] = useState<readonly ScriptProblem[]>([]);
  useEffect(() => {
    let stale = false;
    const timer = setTimeout(async () => {
      // A sandbox that cannot be asked says so elsewhere; what is wrong with the script is shown with the next key.
      const found = await gatehouse()
        .call('extensions.check', { source })
        .catch(() => undefined);
      if (!stale && found) setProblems(found.problems);
    }, READ_AFTER_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [source]);
  return problems;
}
