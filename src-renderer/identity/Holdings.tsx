import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AccountDetail } from '../../src-main/contract/accounts.ts';
import { gatehouse } from '../store/sandbox.ts';
import { ConfirmButton } from '../ui/ConfirmButton.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { count, formatDateTime, formatDuration } from '../ui/format.ts';
import { useAction } from '../ui/use-action.ts';
import classes from './Holdings.module.css';

/** What hangs on an account: its sessions at the provider, the tokens that work, and its codes. */
export function Holdings({ account }: { account: AccountDetail }) {
  const { id, sessions, tokens, codes, now } = account;
  const act = useAction((kind: 'end-sessions' | 'revoke-tokens') =>
    gatehouse().call('accounts.act', { id, action: { kind } }),
  );
  const end = useAction((uid: string) =>
    gatehouse().call('accounts.act', { id, action: { kind: 'end-session', uid } }),
  );
  const revoke = useAction((handle: string) => gatehouse().call('tokens.revoke', { handle }));
  const failed = [act, end, revoke].find(({ error }) => error !== undefined);
  return (
    <div className={classes.parts}>
      {failed?.error && <ErrorNote error={failed.error} onDismiss={failed.clear} />}
      <Part
        action={
          sessions.length > 0 && (
            <ConfirmButton
              confirm="End them"
              label="End all sessions"
              onConfirm={() => act.run('end-sessions')}
              question={`${account.name} will be asked for the password again. Tokens that were issued stay as they are.`}
              title={`End ${count(sessions.length, 'session')}?`}
            />
          )
        }
        empty="Nobody is signed in to this account at the provider."
        heads={['Since', 'Applications', 'Id', '']}
        rows={sessions.map(({ uid, since, clients }) => ({
          key: uid,
          cells: [
            since === null ? 'unknown' : formatDateTime(since),
            clients.join(', ') || 'none yet',
            <code key="uid">{uid}</code>,
            <Button aria-label={`End the session ${uid}`} key="end" onClick={() => end.run(uid)}>
              End
            </Button>,
          ],
        }))}
        title="Sessions at the provider"
      />
      <Part
        action={
          tokens.length > 0 && (
            <ConfirmButton
              confirm="Revoke them"
              label="Revoke all tokens"
              onConfirm={() => act.run('revoke-tokens')}
              question="The gateway refuses revoked access tokens as long as it looks revocations up (Settings). The session stays, so a new sign-in asks for no password."
              title={`Revoke ${count(tokens.length, 'token')}?`}
            />
          )
        }
        empty="No token of this account works now."
        heads={['Token', 'Application', 'Scope', 'Works for', '']}
        rows={tokens.map((token) => ({
          key: token.handle,
          cells: [
            token.kind === 'access' ? 'Access token' : 'Refresh token',
            token.client,
            <code key="scope">{token.scope ?? '–'}</code>,
            token.expiresAt === null ? 'no end' : formatDuration(token.expiresAt - now),
            <Button
              aria-label={`Revoke this ${token.kind} token of ${token.client}`}
              key="revoke"
              onClick={() => revoke.run(token.handle)}
            >
              Revoke
            </Button>,
          ],
        }))}
        title="Tokens that work"
      />
      <Part
        empty="No code was ever made for this account."
        heads={['For', 'Step', 'Way', 'State', 'Until']}
        rows={codes.map((code) => ({
          key: code.id,
          cells: [
            <code key="scenario">{code.scenario}</code>,
            <code key="step">{code.step}</code>,
            `${code.format === 'link' ? 'link' : 'one-time code'}, ${code.channel}`,
            code.status === 'open' && code.expiresAt <= now ? 'too old' : code.status,
            formatDateTime(code.expiresAt),
          ],
        }))}
        title="Codes of identity workflows"
      />
    </div>
  );
}

function Part({
  title,
  heads,
  rows,
  empty,
  action,
}: {
  title: string;
  heads: readonly string[];
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
  empty: string;
  action?: ReactNode;
}) {
  return (
    <section aria-label={title} className={classes.part}>
      <div className={classes.head}>
        <h3 className={classes.title}>{title}</h3>
        {action}
      </div>
      {rows.length === 0 ? (
        <p className={classes.empty}>{empty}</p>
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              {heads.map((head) =>
                head === '' ? (
                  <td key="act" />
                ) : (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, cells }) => (
              <tr key={key}>
                {cells.map((cell, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a cell is known by its column.
                  <td key={index}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
