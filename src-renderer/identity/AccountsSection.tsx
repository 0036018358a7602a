import { UsersRound } from 'lucide-react';
import { EmptyState } from '../ui/EmptyState.tsx';
import { AccountPane } from './AccountPane.tsx';
import classes from './AccountsSection.module.css';
import { Directory } from './Directory.tsx';
import { useIdentity } from './selected-account.ts';

/** The directory and the life of its accounts. */
export function AccountsSection() {
  const account = useIdentity((state) => state.account);
  return (
    <div className={classes.section}>
      <Directory />
      {account === undefined ? (
        <EmptyState icon={UsersRound} title="No account is selected">
          Pick one at the left, or make a new one.
        </EmptyState>
      ) : (
        <AccountPane id={account} />
      )}
    </div>
  );
}
