import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { Send } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { ForkAct } from '../../src-main/contract/forks.ts';
import type { Application, Persona } from '../../src-main/contract/world.ts';
import { fillPath, parametersOf } from '../request/request-path.ts';
import { useSandbox } from '../store/sandbox.ts';
import { firstName } from '../ui/person.ts';
import classes from './ForkCall.module.css';

const WITH_BODY: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

/** Has an application call an API for the persona who is signed in there, with the token that it gets for itself. */
export function ForkCall({
  persona,
  applications,
  busy,
  disabled,
  onCall,
}: {
  persona: Persona;
  applications: readonly Application[];
  busy: boolean;
  disabled: boolean;
  onCall: (call: ForkAct) => void;
}) {
  const apis = useSandbox((state) => state.world?.apis) ?? [];
  const [chosenApp, setApp] = useState<string>();
  const [chosen, setChosen] = useState<string>();
  const [values, setValues] = useState<Record<string, string>>({});
  const [body, setBody] = useState('');
  const calls = apis.flatMap((api) =>
    api.operations.map((operation) => ({
      key: `${api.id} ${operation.method} ${operation.path}`,
      label: `${operation.method} ${operation.path} · ${api.name}`,
      api: api.id,
      ...operation,
    })),
  );
  const call = calls.find(({ key }) => key === chosen) ?? calls[0];
  const app = applications.find(({ clientId }) => clientId === chosenApp) ?? applications[0];
  if (!call || !app) return null;
  const parameters = parametersOf(call.path);
  const missing = parameters.some((name) => !values[name]);
  const withBody = WITH_BODY.has(call.method);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (missing) return;
    onCall({
      kind: 'call',
      persona: persona.id,
      app: app.clientId,
      api: call.api,
      method: call.method,
      path: fillPath(call.path, values),
      ...(withBody && body ? { body } : {}),
    });
  };
  return (
    <form aria-label="Call by an application" className={classes.form} onSubmit={submit}>
      <NativeSelect
        data={applications.map(({ clientId, name }) => ({ value: clientId, label: name }))}
        label="Let this application"
        onChange={(event) => setApp(event.currentTarget.value)}
        value={app.clientId}
      />
      <NativeSelect
        className={classes.wide}
        data={calls.map(({ key, label }) => ({ value: key, label }))}
        label="call"
        onChange={(event) => setChosen(event.currentTarget.value)}
        value={call.key}
      />
      {parameters.map((name) => (
        <TextInput
          className={classes.parameter}
          key={name}
          label={name}
          onChange={(event) => {
            const { value } = event.currentTarget;
            setValues((before) => ({ ...before, [name]: value }));
          }}
          value={values[name] ?? ''}
        />
      ))}
      {withBody && (
        <Textarea
          autosize
          className={classes.body}
          label="Body (JSON)"
          maxRows={8}
          minRows={2}
          onChange={(event) => setBody(event.currentTarget.value)}
          spellCheck={false}
          value={body}
        />
      )}
      <Button
        disabled={missing || disabled}
        leftSection={<Send aria-hidden size={14} />}
        loading={busy}
        type="submit"
      >
        Call it for {firstName(persona)}
      </Button>
    </form>
  );
}
