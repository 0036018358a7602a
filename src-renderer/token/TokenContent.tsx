import { Button } from '@mantine/core';
import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import type { ClaimOrigin } from '../../src-main/contract/claim-origins.ts';
import type { InspectedToken } from '../../src-main/contract/token.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { ClaimSource } from './ClaimSource.tsx';
import { claimValue } from './claim-value.ts';
import classes from './TokenContent.module.css';

const PARTS = ['header', 'payload', 'signature'] as const;

const HEADER_ABOUT: Record<string, string> = {
  alg: 'The algorithm of the signature.',
  kid: 'The key that signed, by its name in the JWKS.',
  typ: 'What kind of token this is, so that one kind cannot pass for another.',
  jwk: 'A key that travels with the token. Never to be trusted on its own.',
  jku: 'Where a key set lies. Never to be followed on its own.',
  x5t: 'The fingerprint of the certificate that signed.',
  crit: 'Extensions that a reader must understand, or refuse the token.',
};

/** What a token says: header and claims with their meaning, or, for an opaque token, why it says nothing. */
export function TokenContent({ token, origins }: { token: InspectedToken; origins: readonly ClaimOrigin[] }) {
  return (
    <div className={classes.content}>
      {token.format === 'opaque' ? (
        <section aria-label="Content" className={classes.part}>
          <h2 className={classes.title}>An opaque token</h2>
          <p className={classes.text}>
            It is a random name and holds nothing. Whoever receives it asks the provider what it stands for
            (introspection, RFC 7662): whose it is, what it allows, and whether it still counts. That costs a
            call, and a revocation counts at once.
          </p>
        </section>
      ) : (
        <>
          <Claims
            rows={Object.entries(token.header ?? {}).map(([name, value]) => ({
              name,
              value,
              about: HEADER_ABOUT[name] ?? '',
            }))}
            title="Header"
          />
          <Claims origins={origins} rows={token.claims ?? []} title="Claims" />
        </>
      )}
      <Raw token={token} />
    </div>
  );
}

function Claims({
  title,
  rows,
  origins = [],
}: {
  title: string;
  rows: NonNullable<InspectedToken['claims']>;
  origins?: readonly ClaimOrigin[];
}) {
  return (
    <section aria-label={title} className={classes.part}>
      <h2 className={classes.title}>{title}</h2>
      <table className={classes.table}>
        <thead className={classes.hidden}>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Value and meaning</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, value, about }) => {
            const { text, meaning } = claimValue(name, value);
            const origin = origins.find((each) => each.name === name);
            return (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>
                  <code>{text}</code>
                  {meaning && <span className={classes.meaning}>{meaning}</span>}
                  {about && <p className={classes.about}>{about}</p>}
                  {origin && <ClaimSource origin={origin} />}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function Raw({ token }: { token: InspectedToken }) {
  const [shown, setShown] = useState(false);
  const parts = token.format === 'jwt' ? token.raw.split('.') : [token.raw];
  return (
    <section aria-label="The token as it travels" className={classes.part}>
      <div className={classes.row}>
        <h2 className={classes.title}>As it travels</h2>
        <Button
          leftSection={shown ? <EyeOff aria-hidden size={14} /> : <Eye aria-hidden size={14} />}
          onClick={() => setShown(!shown)}
        >
          {shown ? 'Hide' : 'Show'}
        </Button>
        <CopyButton text={token.raw} what="the token" />
      </div>
      {shown ? (
        <p className={classes.raw}>
          {parts.map((part, index) => (
            // The parts have fixed places.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above.
            <span data-part={token.format === 'jwt' ? PARTS[index] : undefined} key={index}>
              {index > 0 && '.'}
              {part}
            </span>
          ))}
        </p>
      ) : (
        <p className={classes.about}>
          {token.format === 'jwt'
            ? `Header, claims and signature, base64url, joined by dots; ${token.raw.length} characters. Whoever holds it can use it.`
            : `${token.raw.length} characters. Whoever holds it can use it.`}
        </p>
      )}
      {shown && token.format === 'jwt' && (
        <p className={classes.legend}>
          {PARTS.map((part) => (
            <span data-part={part} key={part}>
              {part}
            </span>
          ))}
        </p>
      )}
    </section>
  );
}
