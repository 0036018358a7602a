import { Button, Menu } from '@mantine/core';
import {
  Ban,
  ChevronDown,
  CircleCheck,
  KeyRound,
  Lock,
  LockOpen,
  type LucideIcon,
  Mail,
  RefreshCw,
  Trash2,
} from 'lucide-react';
import { useState } from 'react';
import type { AccountDetail } from '../../src-main/contract/accounts.ts';
import { OverlayHold } from '../ui/OverlayHold.tsx';
import classes from './AccountActions.module.css';
import { ActDialog } from './ActDialog.tsx';
import { type ActKind, whyClosed } from './account-acts.ts';

const ACTS: readonly { kind: ActKind; label: string; icon: LucideIcon }[] = [
  { kind: 'lock', label: 'Lock', icon: Lock },
  { kind: 'unlock', label: 'Unlock', icon: LockOpen },
  { kind: 'disable', label: 'Disable', icon: Ban },
  { kind: 'enable', label: 'Enable', icon: CircleCheck },
  { kind: 'force-reset', label: 'Force a password reset', icon: RefreshCw },
  { kind: 'set-password', label: 'Set a password', icon: KeyRound },
  { kind: 'resend', label: 'Send the code again', icon: Mail },
  { kind: 'delete', label: 'Delete', icon: Trash2 },
];

/** What an administrator can do with an account. Each act says what it will do before it does it. */
export function AccountActions({ account }: { account: AccountDetail }) {
  const [asked, setAsked] = useState<ActKind>();
  const { locked, disabled } = account.state;
  const shown = ACTS.filter(({ kind }) => HIDDEN[kind]?.({ locked, disabled }) !== true);
  const direct = shown.slice(0, 2);
  const rest = shown.slice(2);
  return (
    <div className={classes.acts}>
      {direct.map(({ kind, label, icon: Icon }) => (
        <Button key={kind} leftSection={<Icon aria-hidden size={14} />} onClick={() => setAsked(kind)}>
          {label}
        </Button>
      ))}
      <Menu width={280} withinPortal={false}>
        <Menu.Target>
          <Button rightSection={<ChevronDown aria-hidden size={14} />}>More</Button>
        </Menu.Target>
        <Menu.Dropdown>
          <OverlayHold />
          {rest.map(({ kind, label, icon: Icon }) => {
            const closed = whyClosed(account, kind);
            return (
              <Menu.Item
                disabled={closed !== undefined}
                key={kind}
                leftSection={<Icon aria-hidden size={15} />}
                onClick={() => setAsked(kind)}
              >
                {label}
                {closed !== undefined && <span className={classes.closed}>{closed}</span>}
              </Menu.Item>
            );
          })}
        </Menu.Dropdown>
      </Menu>
      {asked !== undefined && (
        <ActDialog account={account} kind={asked} onClose={() => setAsked(undefined)} />
      )}
    </div>
  );
}

/** Of two acts that undo one another, the one that makes sense is shown. */
const HIDDEN: Partial<Record<ActKind, (state: { locked: boolean; disabled: boolean }) => boolean>> = {
  lock: ({ locked }) => locked,
  unlock: ({ locked }) => !locked,
  disable: ({ disabled }) => disabled,
  enable: ({ disabled }) => !disabled,
};
