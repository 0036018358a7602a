import { NativeSelect } from '@mantine/core';
import { UserRoundX } from 'lucide-react';
import { useState } from 'react';
import { OutcomeBadge } from '../flows/OutcomeBadge.tsx';
import { gatehouse, useSandbox } from '../store/sandbox.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import classes from './AccountView.module.css';
import { LifePicture } from './Life.tsx';
import { standing } from './state-words.ts';
import { useAccount } from './use-account.ts';
import { useLive } from './use-live.ts';

/** The account that something happened to last; of those, facts about the account itself. */
function useNewestSubject(): string | undefined {
  const { value } = useLive(
    'newest subject',
    async () => {
      const types = ['account.created', 'account.changed', 'account.change-refused'] as const;
      const { events } = await gatehouse().call('events.list', { types: [...types], limit: 1 });
      return events.at(-1)?.subject;
    },
    ({ type }) => type.startsWith('account.'),
  );
  return value;
}

/** The stage's state chart: of the account that the story is about, or of one that is picked. */
export function AccountView() {
  const personas = useSandbox((state) => state.world?.personas) ?? [];
  const persona = useSandbox((state) => state.world?.persona);
  const newest = useNewestSubject();
  const [picked, setPicked] = useState('');
  const id = picked === '' ? (newest ?? persona ?? personas[0]?.id) : picked;
  if (id === undefined) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
    <section aria-label="State chart of an account" className={classes.view} tabIndex={0}>
      <NativeSelect
        aria-label="Whose account"
        className={classes.pick}
        data={[
          { value: '', label: 'The account that changed last' },
          ...personas.map(({ id: value, name }) => ({ value, label: name })),
        ]}
        onChange={(event) => setPicked(event.currentTarget.value)}
        value={picked}
      />
      <Charted id={id} key={id} name={personas.find((one) => one.id === id)?.name ?? id} />
    </section>
  );
}

function Charted({ id, name }: { id: string; name: string }) {
  const { value: account, error } = useAccount(id);
  if (error?.code === 'account.unknown')
    return (
      <EmptyState icon={UserRoundX} title={`${name} has no account`}>
        The chart shows it as soon as there is one: she registers, is invited, or an administrator makes it.
      </EmptyState>
    );
  if (error) return <ErrorNote error={error} />;
  if (!account) return null;
  const { tone, mark, text } = standing(account.state);
  return (
    <>
      <h2 className={classes.name}>
        {account.name} <OutcomeBadge tone={tone}>{`${mark} ${text}`}</OutcomeBadge>
      </h2>
      <LifePicture account={account} />
    </>
  );
}
