import { Button } from '@mantine/core';
import { ListTree } from 'lucide-react';
import type { MethodOutput } from '../../src-main/contract/methods.ts';
import { showView } from '../store/ui.ts';
import { CodeBlock } from '../ui/CodeBlock.tsx';
import { StatusChip } from '../ui/StatusChip.tsx';
import classes from './ResponseView.module.css';
import { prettyBody } from './request-path.ts';

/** What came back: status, headers, body, and the way to the reason. */
export function ResponseView({ response }: { response: MethodOutput<'requests.send'> }) {
  return (
    <section aria-label="Response" className={classes.response}>
      <div className={classes.head} role="status">
        <StatusChip status={response.status} />
        <h2 className={classes.title}>Response</h2>
        {response.flow && (
          <Button leftSection={<ListTree aria-hidden size={14} />} onClick={() => showView('sequence')}>
            {response.status >= 400 ? 'See why' : 'See it in the sequence'}
          </Button>
        )}
      </div>
      <table className={classes.headers}>
        <caption className={classes.caption}>Headers</caption>
        <tbody>
          {response.headers.map(([name, value], index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a header may come twice; its place is its identity.
            <tr key={index}>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {response.body ? (
        <div className={classes.body}>
          <CodeBlock label="Body" text={prettyBody(response.body)} />
        </div>
      ) : (
        <p className={classes.none}>The response has no body.</p>
      )}
    </section>
  );
}
