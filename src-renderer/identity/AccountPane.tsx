import { useRef, useState } from 'react';
import type { AccountDetail } from '../../src-main/contract/accounts.ts';
import { OutcomeBadge } from '../flows/OutcomeBadge.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { formatDateTime } from '../ui/format.ts';
import { AccountActions } from './AccountActions.tsx';
import classes from './AccountPane.module.css';
import { AuditTrail } from './AuditTrail.tsx';
import { GroupsDialog } from './GroupsDialog.tsx';
import { Holdings } from './Holdings.tsx';
import { Life } from './Life.tsx';
import { Matrix } from './matrix/Matrix.tsx';
import { standing } from './state-words.ts';
import { Tabs } from './Tabs.tsx';
import { useAccount } from './use-account.ts';

type View = 'life' | 'answers' | 'holdings' | 'audit';

/**
 * One account: who it is, what can be done with it, its life, what hangs on it, and what the log tells of it. While the
 * next one is asked for, the one before stands still, so that nothing flashes.
 */
export function AccountPane({ id }: { id: string }) {
  const { value, error } = useAccount(id);
  const before = useRef<AccountDetail>(undefined);
  if (value) before.current = value;
  const account = value ?? before.current;
  const [view, setView] = useState<View>('life');
  if (error)
    return (
      <div className={classes.body}>
        <ErrorNote error={error} />
      </div>
    );
  if (!account) return null;
  const held = account.sessions.length + account.tokens.length + openCodes(account);
  return (
    <section aria-label={account.name} className={classes.pane} inert={!value}>
      <Head account={account} />
      <div className={classes.bar}>
        <Tabs
          label="Views of the account"
          onPick={setView}
          picked={view}
          tabs={[
            { id: 'life', label: 'State' },
            { id: 'answers', label: 'What each state allows' },
            { id: 'holdings', label: `Sessions, tokens, codes (${held})` },
            { id: 'audit', label: 'Audit trail' },
          ]}
        />
      </div>
      <div
        aria-labelledby={`tab-${view}`}
        className={classes.body}
        id={`panel-${view}`}
        role="tabpanel"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
        tabIndex={0}
      >
        {view === 'life' && <Life account={account} key={account.id} />}
        {view === 'answers' && <Matrix account={account} />}
        {view === 'holdings' && <Holdings account={account} />}
        {view === 'audit' && <AuditTrail id={account.id} />}
      </div>
    </section>
  );
}

const openCodes = ({ codes, now }: AccountDetail): number =>
  codes.filter(({ status, expiresAt }) => status === 'open' && expiresAt > now).length;

function Head({ account }: { account: AccountDetail }) {
  const { tone, mark, text } = standing(account.state);
  const facts = [
    account.username,
    account.email,
    account.claims.email_verified === true ? 'address verified' : 'address not verified',
    account.lastSignInAt === null
      ? 'never signed in'
      : `last signed in ${formatDateTime(account.lastSignInAt)}`,
  ].filter((fact) => fact !== '');
  return (
    <div className={classes.head}>
      <div className={classes.who}>
        <h2 className={classes.name}>
          {account.name} <OutcomeBadge tone={tone}>{`${mark} ${text}`}</OutcomeBadge>
        </h2>
        <p className={classes.facts}>
          {facts.join(' · ')} · {account.groups.join(', ') || 'no group'} <GroupsDialog account={account} />
        </p>
        {account.pendingEmail !== null && (
          <p className={classes.facts}>
            New address <strong>{account.pendingEmail}</strong> waits to be confirmed; the old one holds.
          </p>
        )}
      </div>
      <AccountActions account={account} />
    </div>
  );
}
