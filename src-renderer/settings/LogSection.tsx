import { Button, NumberInput } from '@mantine/core';
import { Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { gatehouse, useSandbox } from '../store/sandbox.ts';
import { followNewest } from '../store/selection.ts';
import { notify } from '../store/ui.ts';
import { ConfirmButton } from '../ui/ConfirmButton.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { count } from '../ui/format.ts';
import { Section } from '../ui/Page.tsx';
import { useAction } from '../ui/use-action.ts';
import classes from './LogSection.module.css';
import { SettingRow } from './SettingRow.tsx';
import { saveSettings } from './save-settings.ts';

const MIN_MB = 16;
const MAX_MB = 4096;

/** How large the event log may grow, and the button that empties it. */
export function LogSection() {
  const limit = useSandbox((state) => state.settings?.logLimitMb);
  const [typed, setTyped] = useState<number | string>();
  const value = typed ?? limit ?? '';
  const wanted = Number(value);
  const valid = Number.isInteger(wanted) && wanted >= MIN_MB && wanted <= MAX_MB;
  const save = useAction(async () => {
    await saveSettings({ logLimitMb: wanted });
    setTyped(undefined);
  });
  const clear = useAction(async () => {
    const { removed } = await gatehouse().call('events.clear', {});
    followNewest();
    notify({ tone: 'done', text: `Cleared ${count(removed, 'event')} from the log. Pinned flows are kept.` });
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (valid) void save.run();
  };
  return (
    <Section title="Event log">
      <SettingRow
        about="The oldest events go when the log grows beyond it; flows that you pinned stay."
        label="Size limit"
      >
        <form className={classes.form} onSubmit={submit}>
          <NumberInput
            aria-label="Size limit of the log in MiB"
            clampBehavior="none"
            className={classes.limit}
            error={!valid}
            max={MAX_MB}
            min={MIN_MB}
            onChange={setTyped}
            suffix=" MiB"
            value={value}
          />
          <Button disabled={!valid || wanted === limit} loading={save.busy} type="submit">
            Save the limit
          </Button>
        </form>
      </SettingRow>
      <SettingRow about="Labs keep their progress; checks no longer see what is gone." label="Clear the log">
        <ConfirmButton
          busy={clear.busy}
          confirm="Clear the log"
          icon={<Trash2 aria-hidden size={14} />}
          label="Clear…"
          onConfirm={clear.run}
          question="Every event goes for good, except those of pinned flows. Users, sessions and tokens stay as they are."
          title="Clear the log?"
        />
      </SettingRow>
      {!valid && (
        <p role="alert">
          The limit is a whole number from {MIN_MB} to {MAX_MB} MiB.
        </p>
      )}
      {save.error && <ErrorNote error={save.error} onDismiss={save.clear} />}
      {clear.error && <ErrorNote error={clear.error} onDismiss={clear.clear} />}
    </Section>
  );
}
