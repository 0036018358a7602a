import { UsersRound } from 'lucide-react';
import { EmptyState } from '../ui/EmptyState.tsx';
import { AccountPane } from './AccountPane.tsx';
import { Directory } from './Directory.tsx';
import classes from './IdentityScreen.module.css';
import { useIdentity } from './selected-account.ts';

/** The directory and the life of its accounts. */
export function IdentityScreen() {
  const { account } = useIdentity();
  return (
    <div className={classes.screen}>
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
