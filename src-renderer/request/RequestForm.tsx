import { Button, NativeSelect, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { Send } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { MethodInput } from '../../src-main/contract/methods.ts';
import type { Api } from '../../src-main/contract/world.ts';
import { useSandbox } from '../store/sandbox.ts';
import classes from './RequestForm.module.css';
import { fillPath, parametersOf } from './request-path.ts';

/** What the form hands over: the input of the command. */
export type RequestDraft = MethodInput<'requests.send'>;

type TokenKind = RequestDraft['token']['kind'];

const TOKENS: { value: TokenKind; label: string }[] = [
  { value: 'last', label: 'Newest of the persona' },
  { value: 'raw', label: 'Pasted' },
  { value: 'none', label: 'None' },
];
const WITH_BODY: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);
const ANY = '';

function operationName(operation: Api['operations'][number]): string {
  return `${operation.method} ${operation.path}`;
}

/** Who calls which operation of which API, and with what token. */
export function RequestForm({ busy, onSend }: { busy: boolean; onSend: (draft: RequestDraft) => void }) {
  const world = useSandbox((state) => state.world);
  const [chosenPersona, setPersona] = useState<string>();
  const [chosenApi, setApi] = useState<string>();
  const [chosenOperation, setOperation] = useState<string>();
  const [values, setValues] = useState<Record<string, string>>({});
  const [token, setToken] = useState<TokenKind>('last');
  const [client, setClient] = useState(ANY);
  const [pasted, setPasted] = useState('');
  const [body, setBody] = useState('');

  if (!world) return null;
  const persona = chosenPersona ?? world.persona;
  const api = world.apis.find((one) => one.id === chosenApi) ?? world.apis[0];
  const operation =
    api?.operations.find((one) => operationName(one) === chosenOperation) ?? api?.operations[0];
  if (!api || !operation) return null;
  const parameters = parametersOf(operation.path);
  const path = fillPath(operation.path, values);
  const missing = parameters.some((name) => !values[name]) || (token === 'raw' && pasted.trim() === '');
  const withBody = WITH_BODY.has(operation.method);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (missing) return;
    onSend({
      persona,
      api: api.id,
      method: operation.method,
      path,
      ...(withBody && body ? { body } : {}),
      token:
        token === 'last'
          ? { kind: 'last', ...(client ? { client } : {}) }
          : token === 'raw'
            ? { kind: 'raw', value: pasted.trim() }
            : { kind: 'none' },
    });
  };

  return (
    <form aria-label="Request" className={classes.form} onSubmit={submit}>
      <div className={classes.grid}>
        <NativeSelect
          data={world.personas.map((one) => ({ value: one.id, label: one.name }))}
          label="As"
          onChange={(event) => setPersona(event.currentTarget.value)}
          value={persona}
        />
        <NativeSelect
          data={world.apis.map((one) => ({ value: one.id, label: `${one.name} ${one.version}` }))}
          label="API"
          onChange={(event) => setApi(event.currentTarget.value)}
          value={api.id}
        />
        <NativeSelect
          className={classes.wide}
          data={api.operations.map((one) => ({
            value: operationName(one),
            label: `${operationName(one)} · ${one.summary}`,
          }))}
          label="Operation"
          onChange={(event) => setOperation(event.currentTarget.value)}
          value={operationName(operation)}
        />
        {parameters.map((name) => (
          <TextInput
            key={name}
            label={name}
            onChange={(event) => {
              const { value } = event.currentTarget;
              setValues((before) => ({ ...before, [name]: value }));
            }}
            required
            value={values[name] ?? ''}
            withAsterisk={false}
          />
        ))}
      </div>
      <div className={classes.token}>
        <div>
          <p className={classes.label} id="request-token">
            Access token
          </p>
          <SegmentedControl
            aria-labelledby="request-token"
            data={TOKENS}
            onChange={(value) => setToken(value as TokenKind)}
            value={token}
          />
        </div>
        {token === 'last' && (
          <NativeSelect
            data={[
              { value: ANY, label: 'any application' },
              ...world.applications
                .filter((one) => one.grantTypes.length > 0)
                .map((one) => ({ value: one.clientId, label: one.name })),
            ]}
            label="Issued to"
            onChange={(event) => setClient(event.currentTarget.value)}
            value={client}
          />
        )}
        {operation.scope && (
          <p className={classes.scope}>
            needs <code>{operation.scope}</code>
          </p>
        )}
      </div>
      {token === 'raw' && (
        <Textarea
          autosize
          classNames={{ input: classes.mono }}
          label="Token"
          maxRows={6}
          minRows={2}
          onChange={(event) => setPasted(event.currentTarget.value)}
          spellCheck={false}
          value={pasted}
        />
      )}
      {withBody && (
        <Textarea
          autosize
          classNames={{ input: classes.mono }}
          label="Body (JSON)"
          maxRows={12}
          minRows={3}
          onChange={(event) => setBody(event.currentTarget.value)}
          spellCheck={false}
          value={body}
        />
      )}
      <div className={classes.send}>
        <Button
          disabled={missing}
          leftSection={<Send aria-hidden size={15} />}
          loading={busy}
          size="sm"
          type="submit"
          variant="filled"
        >
          Send
        </Button>
        <code className={classes.line}>
          {operation.method} {api.url}
          {path}
        </code>
      </div>
    </form>
  );
}
