import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { Api } from '../../src-main/contract/world.ts';
import { CodeBlock } from '../ui/CodeBlock.tsx';
import { CopyButton } from '../ui/CopyButton.tsx';
import type { Registered } from './RegisterForm.tsx';
import classes from './Snippets.module.css';
import { snippetsFor } from './snippets.ts';

/** Code to start from, in the words of a library or tool. */
export function Snippets({
  issuer,
  apis,
  registered,
}: {
  issuer: string;
  apis: readonly Api[];
  registered: Registered | undefined;
}) {
  const [chosen, setChosen] = useState('openid-client');
  const api = apis[0];
  const operation =
    api?.operations.find((one) => one.method === 'GET' && !one.path.includes('{')) ?? api?.operations[0];
  const snippets = snippetsFor({
    issuer,
    clientId: registered?.clientId ?? 'YOUR_CLIENT_ID',
    clientSecret: registered ? registered.clientSecret : 'YOUR_CLIENT_SECRET',
    redirectUri: registered?.redirectUri ?? 'http://127.0.0.1:3000/callback',
    api: {
      url: `${api?.url ?? ''}${operation?.path ?? ''}`,
      resource: api?.resource ?? '',
      scope: operation?.scope ?? api?.scopes[0]?.name ?? '',
    },
  });
  const snippet = snippets.find((one) => one.id === chosen) ?? snippets[0];
  if (!snippet) return null;
  return (
    <div className={classes.snippets}>
      <div className={classes.head}>
        <SegmentedControl
          aria-label="Library"
          data={snippets.map(({ id, label }) => ({ value: id, label }))}
          onChange={setChosen}
          value={snippet.id}
        />
        <CopyButton text={snippet.code} what={`the ${snippet.label} code`} />
      </div>
      <CodeBlock label={`Code for ${snippet.label}`} text={snippet.code} />
    </div>
  );
}
