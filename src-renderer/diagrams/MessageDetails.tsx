import { Button } from '@mantine/core';
import { useState } from 'react';
import type { CapturedBody } from '../../src-main/contract/events.ts';
import { formFields, type HeaderList, jsonBody, mediaType } from '../../src-main/trace/views/messages.ts';
import { SecretText } from '../flows/SecretText.tsx';
import { formatBytes } from '../ui/format.ts';
import { JsonText } from './JsonText.tsx';
import classes from './MessageDetails.module.css';

/** One message as it travelled: first line, headers, body. Secrets are handles that can be opened. */
export function MessageDetails({
  line,
  headers,
  body,
}: {
  /** `POST /token HTTP/1.1`, or the status line. */
  line: string;
  headers: HeaderList;
  body: CapturedBody | undefined;
}) {
  return (
    <div className={classes.message}>
      <div className={classes.part}>
        <p className={classes.line}>
          <SecretText text={line} />
        </p>
        <Headers headers={headers} />
      </div>
      <div className={classes.part}>
        {body === undefined ? <p className={classes.none}>No body.</p> : <Body body={body} />}
      </div>
    </div>
  );
}

function Headers({ headers }: { headers: HeaderList }) {
  return (
    <dl aria-label="Headers" className={classes.headers}>
      {headers.map(([name, value], index) => (
        // A header may occur twice; lines never change their order.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above.
        <div className={classes.header} key={`${name} ${index}`}>
          <dt>{name}</dt>
          <dd>
            <SecretText text={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Body({ body }: { body: CapturedBody }) {
  const [raw, setRaw] = useState(false);
  const form = formFields(body);
  const json = jsonBody(body);
  const readable = form !== undefined || json !== undefined;
  return (
    <>
      <div className={classes.about}>
        <span>
          {mediaType(body) || 'no media type'} · {formatBytes(body.size)}
        </span>
        {readable && (
          <Button
            aria-pressed={raw}
            color="gray"
            onClick={() => setRaw(!raw)}
            size="compact-xs"
            variant="subtle"
          >
            {raw ? 'Show it readable' : 'Show it as sent'}
          </Button>
        )}
      </div>
      {body.cut && (
        <p className={classes.cut}>
          Cut: the log keeps the first 64 KiB of a body, and this one had {formatBytes(body.size)}.
        </p>
      )}
      {body.base64 && <p className={classes.none}>These bytes are no text; they are shown as base64.</p>}
      {!raw && form !== undefined ? (
        <Headers headers={[...form]} />
      ) : !raw && json !== undefined ? (
        <pre className={classes.text}>
          <JsonText value={json} />
        </pre>
      ) : (
        <pre className={classes.text}>
          <SecretText text={body.text} />
        </pre>
      )}
    </>
  );
}
