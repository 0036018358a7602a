import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { MethodInput } from '../../src-main/contract/methods.ts';
import { gatehouse } from '../store/sandbox.ts';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { useAction } from '../ui/use-action.ts';
import classes from './RegisterForm.module.css';

type Kind = MethodInput<'apps.connect'>['kind'];

/** An application that was registered just now, with what its snippets need. */
export interface Registered {
  name: string;
  clientId: string;
  clientSecret: string | undefined;
  redirectUri: string;
}

const KINDS: { value: Kind; label: string; redirectUri: string }[] = [
  { value: 'server', label: 'Server-side, with a secret', redirectUri: 'http://127.0.0.1:3000/callback' },
  { value: 'spa', label: 'Single-page, PKCE without a secret', redirectUri: 'http://127.0.0.1:5173/' },
  { value: 'native', label: 'Native, loopback on any port', redirectUri: 'http://127.0.0.1/callback' },
];

/** Registers an application of the person's own. */
export function RegisterForm({ onRegistered }: { onRegistered: (registered: Registered) => void }) {
  const [name, setName] = useState('');
  const [kind, setKind] = useState<Kind>('server');
  const [typedUris, setUris] = useState<string>();
  const suggested = KINDS.find((one) => one.value === kind)?.redirectUri ?? '';
  const uris = typedUris ?? suggested;
  const redirectUris = uris.split(/\s+/).filter(Boolean);
  const first = redirectUris[0];
  const register = useAction(async () => {
    if (!first) return;
    const { clientId, clientSecret } = await gatehouse().call('apps.connect', {
      name: name.trim(),
      kind,
      redirectUris,
    });
    onRegistered({ name: name.trim(), clientId, clientSecret, redirectUri: first });
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void register.run();
  };
  return (
    <form aria-label="Register an application" className={classes.form} onSubmit={submit}>
      <div className={classes.grid}>
        <TextInput
          label="Name"
          maxLength={80}
          onChange={(event) => setName(event.currentTarget.value)}
          placeholder="My application"
          value={name}
        />
        <NativeSelect
          data={KINDS.map(({ value, label }) => ({ value, label }))}
          label="Kind"
          onChange={(event) => setKind(event.currentTarget.value as Kind)}
          value={kind}
        />
      </div>
      <Textarea
        autosize
        classNames={{ input: classes.mono }}
        description="One a line. They must match exactly; a native application may use any port."
        label="Redirect URIs"
        minRows={1}
        onChange={(event) => setUris(event.currentTarget.value)}
        spellCheck={false}
        value={uris}
      />
      <div>
        <Button
          disabled={name.trim() === '' || !first}
          loading={register.busy}
          size="sm"
          type="submit"
          variant="filled"
        >
          Register the application
        </Button>
      </div>
      {register.error && <ErrorNote error={register.error} onDismiss={register.clear} />}
    </form>
  );
}
