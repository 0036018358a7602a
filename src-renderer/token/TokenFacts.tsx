import { Button } from '@mantine/core';
import { Ban } from 'lucide-react';
import { useState } from 'react';
import type { InspectedToken } from '../../src-main/contract/token.ts';
import { OutcomeBadge } from '../flows/OutcomeBadge.tsx';
import type { OutcomeLook } from '../flows/outcomes.ts';
import { useVirtualNow } from '../shell/use-virtual-now.ts';
import { announce, gatehouse } from '../store/index.ts';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { formatDateTime } from '../ui/format.ts';
import { useAction } from '../ui/use-action.ts';
import { lifetimeText } from './lifetime-text.ts';
import classes from './TokenFacts.module.css';

type Signature = InspectedToken['signature']['status'];
const SIGNATURES: Record<Signature, { tone: OutcomeLook['tone']; label: string }> = {
  verified: { tone: 'allowed', label: '✓ verified' },
  invalid: { tone: 'denied', label: '✕ invalid' },
  'unknown-key': { tone: 'denied', label: '✕ unknown key' },
  unsigned: { tone: 'denied', label: '✕ unsigned' },
  'not-applicable': { tone: 'neutral', label: '– opaque' },
};

/** What can be said of a token beyond its content: signature, lifetime, and what the provider's register knows. */
export function TokenFacts({
  token,
  nameOf,
  at,
  standing,
}: {
  token: InspectedToken;
  nameOf: (client: string) => string;
  /** Virtual time of the moment that is shown, ms; undefined: now. */
  at: number | undefined;
  /** How the token stood at that moment, in words. */
  standing: string | undefined;
}) {
  const { registered } = token;
  const signature = SIGNATURES[token.signature.status];
  return (
    <div className={classes.facts}>
      <section aria-label="Signature" className={classes.fact}>
        <h2 className={classes.name}>Signature</h2>
        <OutcomeBadge tone={signature.tone}>{signature.label}</OutcomeBadge>
        <p className={classes.detail}>{token.signature.detail}</p>
      </section>
      <section aria-label="Lifetime" className={classes.fact}>
        <h2 className={classes.name}>Lifetime</h2>
        {at !== undefined && standing === undefined ? (
          <OutcomeBadge tone="neutral">– not issued yet</OutcomeBadge>
        ) : (
          <Lifetime at={at} token={token} />
        )}
      </section>
      <section aria-label="Register" className={classes.fact}>
        <h2 className={classes.name}>Register</h2>
        {at !== undefined && (
          <p className={classes.detail}>
            At the moment shown: {standing ?? 'not issued yet'}. What follows holds now.
          </p>
        )}
        {registered === undefined ? (
          <>
            <OutcomeBadge tone="neutral">– not known</OutcomeBadge>
            <p className={classes.detail}>This provider did not issue it, or its record is gone.</p>
          </>
        ) : (
          <>
            {registered.revokedAt === undefined ? (
              <OutcomeBadge tone="allowed">✓ not revoked</OutcomeBadge>
            ) : (
              <OutcomeBadge tone="denied">{`✕ revoked ${formatDateTime(registered.revokedAt)}`}</OutcomeBadge>
            )}
            <dl className={classes.list}>
              <dt>client</dt>
              <dd>{nameOf(registered.client)}</dd>
              {registered.account !== undefined && (
                <>
                  <dt>account</dt>
                  <dd>{registered.account}</dd>
                </>
              )}
              {registered.grant !== undefined && (
                <>
                  <dt>grant</dt>
                  <dd className={classes.id} title={registered.grant}>
                    {registered.grant}
                  </dd>
                </>
              )}
            </dl>
            {registered.revokedAt === undefined &&
              registered.kind !== 'id_token' &&
              registered.kind !== 'id' && <Revoke handle={token.handle} />}
          </>
        )}
      </section>
    </div>
  );
}

function Lifetime({ token, at }: { token: InspectedToken; at: number | undefined }) {
  const present = useVirtualNow();
  const now = at ?? present;
  const life = lifetimeText(token.lifetime, now);
  if (life === undefined) return <p className={classes.detail}>Nothing tells how long it lives.</p>;
  return (
    <>
      <OutcomeBadge tone={life.tone}>{life.text}</OutcomeBadge>
      {life.share !== undefined && (
        <div aria-hidden className={classes.track}>
          <div className={classes.passed} data-tone={life.tone} style={{ width: `${life.share * 100}%` }} />
        </div>
      )}
      <p className={classes.detail}>
        {token.lifetime?.issuedAt !== undefined && `issued ${formatDateTime(token.lifetime.issuedAt)}`}
        {token.lifetime?.expiresAt !== undefined && `, ends ${formatDateTime(token.lifetime.expiresAt)}`}
      </p>
    </>
  );
}

function Revoke({ handle }: { handle: string }) {
  const [sure, setSure] = useState(false);
  const revoke = useAction(async () => {
    await gatehouse().call('tokens.revoke', { handle });
    announce('The token is revoked.');
    setSure(false);
  });
  return (
    <div className={classes.revoke}>
      <Button
        leftSection={<Ban aria-hidden size={14} />}
        loading={revoke.busy}
        onBlur={() => setSure(false)}
        onClick={() => (sure ? revoke.run() : setSure(true))}
      >
        {sure ? 'Yes, revoke it now' : 'Revoke this token'}
      </Button>
      {revoke.error && <ErrorNote error={revoke.error} onDismiss={revoke.clear} />}
    </div>
  );
}
