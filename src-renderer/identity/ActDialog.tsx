import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { ResetMode } from '../../src-main/contract/account-state.ts';
import type { AccountAction, AccountDetail } from '../../src-main/contract/accounts.ts';
import { gatehouse } from '../store/sandbox.ts';
import { announce } from '../store/ui.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { Dialog, DialogButtons } from '../ui/Dialog.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { useAction } from '../ui/use-action.ts';
import { type ActKind, effectsOf } from './account-acts.ts';
import classes from './Dialogs.module.css';
import { useGovernance } from './use-governance.ts';

const TITLES: Record<ActKind, { title: (name: string) => string; act: string }> = {
  lock: { title: (name) => `Lock ${name}?`, act: 'Lock' },
  unlock: { title: (name) => `Unlock ${name}?`, act: 'Unlock' },
  disable: { title: (name) => `Disable ${name}?`, act: 'Disable' },
  enable: { title: (name) => `Enable ${name}?`, act: 'Enable' },
  'force-reset': { title: (name) => `Force ${name} to reset the password?`, act: 'Force the reset' },
  'set-password': { title: (name) => `Set a password for ${name}?`, act: 'Set the password' },
  resend: { title: (name) => `Send ${name} the code again?`, act: 'Send it again' },
  delete: { title: (name) => `Delete ${name}?`, act: 'Delete' },
};
const MODES: Record<ResetMode, string> = {
  link: 'Link by mail',
  'email-otp': 'One-time password by mail',
  'sms-otp': 'One-time password by text message',
  'offline-otp': 'One-time password that you hand over',
};

/** Asks before an administrator's act, and says what it will do. Shows a code that has to be handed over. */
export function ActDialog({
  account,
  kind,
  onClose,
}: {
  account: AccountDetail;
  kind: ActKind;
  onClose: () => void;
}) {
  const governance = useGovernance();
  const [mode, setMode] = useState<ResetMode>('link');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState<string>();
  const { title, act } = TITLES[kind];
  const run = useAction(async () => {
    const action = { kind, mode, password } as AccountAction;
    const result = await gatehouse().call('accounts.act', { id: account.id, action });
    announce(`${account.name}: ${result.title}.`);
    if (result.code === null) onClose();
    else setCode(result.code);
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run.run();
  };
  if (!governance) return null;
  if (code !== undefined)
    return (
      <Dialog onClose={onClose} opened title="Hand this code over">
        <p>It is shown this once. {account.name} types it in place of the password.</p>
        <code className={classes.code}>{code}</code>
        <DialogButtons>
          <CopyButton text={code} what="the code" />
          <Button onClick={onClose} size="sm" variant="filled">
            Done
          </Button>
        </DialogButtons>
      </Dialog>
    );
  return (
    <Dialog onClose={onClose} opened title={title(account.name)} width={520}>
      <form className={classes.form} onSubmit={submit}>
        {kind === 'force-reset' && (
          <NativeSelect
            data={Object.entries(MODES).map(([value, label]) => ({ value, label }))}
            label="How the new password is chosen"
            onChange={(event) => setMode(event.currentTarget.value as ResetMode)}
            value={mode}
          />
        )}
        {kind === 'set-password' && (
          <TextInput
            autoComplete="off"
            data-autofocus
            label="New password"
            onChange={(event) => setPassword(event.currentTarget.value)}
            required
            value={password}
          />
        )}
        <ul className={classes.effects}>
          {effectsOf(kind, account, governance).map((effect) => (
            <li key={effect}>{effect}</li>
          ))}
        </ul>
        {run.error && <ErrorNote error={run.error} onDismiss={run.clear} />}
        <DialogButtons>
          <Button onClick={onClose} size="sm">
            Cancel
          </Button>
          <Button loading={run.busy} size="sm" type="submit" variant="filled">
            {act}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
