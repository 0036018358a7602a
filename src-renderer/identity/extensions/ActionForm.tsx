import { Button, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { type FormEvent, useId, useState } from 'react';
import type { Governance } from '../../../src-main/contract/governance.ts';
import { gatehouse } from '../../store/sandbox.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { useAction } from '../../ui/use-action.ts';
import classes from './ActionForm.module.css';

type Section = 'preIssueAccessToken' | 'preUpdatePassword';
type Settings = Governance[Section];
type Draft = Partial<Governance['preUpdatePassword']>;

const SERVICES = [
  { value: 'none', label: 'Nobody is asked' },
  { value: 'harbour', label: 'The bank’s own service' },
  { value: 'own', label: 'A service of mine, on this machine' },
];

/** Who is asked by one of the two actions. Only what differs from the sandbox is kept here. */
export function ActionForm({
  section,
  settings,
  title,
  about,
}: {
  section: Section;
  settings: Settings;
  title: string;
  about: string;
}) {
  const id = useId();
  const [draft, setDraft] = useState<Draft>({});
  const shown = { ...settings, ...draft };
  const dirty = Object.entries(draft).some(
    ([name, value]) => (settings as Readonly<Record<string, unknown>>)[name] !== value,
  );
  const save = useAction(async () => {
    await gatehouse().call('governance.set', { [section]: draft });
    setDraft({});
  });
  const change = (part: Draft) => setDraft((before) => ({ ...before, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save.run();
  };
  return (
    <form aria-labelledby={id} className={classes.form} onSubmit={submit}>
      <h3 className={classes.title} id={id}>
        {title}
      </h3>
      <p className={classes.about}>{about}</p>
      <NativeSelect
        data={SERVICES}
        label="Who is asked"
        onChange={(event) => change({ service: event.currentTarget.value as Settings['service'] })}
        value={shown.service}
      />
      {shown.service === 'own' && (
        <TextInput
          description="It begins with http://127.0.0.1, http://localhost or http://[::1]."
          label="Its address"
          onChange={(event) => change({ url: event.currentTarget.value.trim() })}
          placeholder="http://127.0.0.1:8099/action"
          required
          value={shown.url}
        />
      )}
      {shown.service !== 'none' && (
        <NumberInput
          description="Longer than that is a refusal: nothing is issued, nothing changed."
          label="Time to answer"
          max={10_000}
          min={50}
          onChange={(value) => typeof value === 'number' && change({ timeoutMs: value })}
          step={100}
          suffix=" ms"
          value={shown.timeoutMs}
        />
      )}
      {section === 'preUpdatePassword' && shown.service !== 'none' && 'shares' in shown && (
        <NativeSelect
          data={[
            { value: 'hash', label: 'Its SHA-256' },
            { value: 'plain', label: 'As it was typed' },
          ]}
          label="What the service sees of the password"
          onChange={(event) => change({ shares: event.currentTarget.value as 'hash' | 'plain' })}
          value={shown.shares}
        />
      )}
      <div className={classes.buttons}>
        <Button disabled={!dirty} loading={save.busy} type="submit" variant={dirty ? 'filled' : 'default'}>
          Save
        </Button>
        {dirty && <Button onClick={() => setDraft({})}>Discard changes</Button>}
      </div>
      {save.error && <ErrorNote error={save.error} onDismiss={save.clear} />}
    </form>
  );
}
