import { useCallback, useEffect, useRef, useState } from 'react';
import type { AccountLabel } from '../../src-main/contract/account-state.ts';
import type { AccountSummary } from '../../src-main/contract/accounts.ts';
import type { PublicError } from '../../src-main/contract/errors.ts';
import { asPublicError } from '../client/public-error.ts';
import { gatehouse } from '../store/sandbox.ts';
import { useLive } from './use-live.ts';

const PAGE = 100;
const TYPING_MS = 120;

interface Filter {
  label: string;
  query: { label?: AccountLabel; locked?: boolean; disabled?: boolean };
}

/** What the list can be narrowed to. */
export const FILTERS: Record<string, Filter> = {
  all: { label: 'All states', query: {} },
  locked: { label: 'Locked', query: { locked: true } },
  disabled: { label: 'Disabled', query: { disabled: true } },
  sr: { label: 'PENDING_SR', query: { label: 'PENDING_SR' } },
  lr: { label: 'PENDING_LR', query: { label: 'PENDING_LR' } },
  ev: { label: 'PENDING_EV', query: { label: 'PENDING_EV' } },
  ap: { label: 'PENDING_AP', query: { label: 'PENDING_AP' } },
  fupr: { label: 'PENDING_FUPR', query: { label: 'PENDING_FUPR' } },
};

/** A directory as large as it may be, a page at a time: what is in sight is asked for, and asked again when it changes. */
export function useDirectory({ search, filter, group }: { search: string; filter: string; group: string }) {
  const [typed, setTyped] = useState(search);
  useEffect(() => {
    const timer = setTimeout(() => setTyped(search), search === '' ? 0 : TYPING_MS);
    return () => clearTimeout(timer);
  }, [search]);
  const [pages, setPages] = useState<ReadonlyMap<number, readonly AccountSummary[]>>(new Map());
  const [error, setError] = useState<PublicError>();
  const asked = useRef(new Set<number>());
  const query = {
    search: typed.trim(),
    ...FILTERS[filter]?.query,
    ...(group === '' ? {} : { group }),
  };
  const key = JSON.stringify(query);
  const latest = useRef(key);
  latest.current = key;
  const first = useLive(
    key,
    () => gatehouse().call('accounts.list', { ...query, offset: 0, limit: PAGE }),
    ({ type }) =>
      type.startsWith('account.') ||
      type.startsWith('group.') ||
      type === 'snapshot.restored' ||
      type.startsWith('idp.signin.'),
  );

  // What was asked of another list, or before something changed, is asked again when it comes into sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new first page is what says so.
  useEffect(() => {
    asked.current = new Set();
    setPages(new Map());
  }, [first.value]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new first page makes the list ask for what is in sight again.
  const need = useCallback(
    (from: number, to: number) => {
      for (let page = Math.floor(from / PAGE); page <= Math.floor(to / PAGE); page += 1) {
        if (page === 0 || asked.current.has(page)) continue;
        asked.current.add(page);
        gatehouse()
          .call('accounts.list', { ...JSON.parse(key), offset: page * PAGE, limit: PAGE })
          .then(
            ({ accounts }) => {
              if (latest.current === key) setPages((before) => new Map(before).set(page, accounts));
            },
            (thrown: unknown) => setError(asPublicError(thrown)),
          );
      }
    },
    [key, first.value],
  );
  const rowAt = (index: number): AccountSummary | undefined => {
    const page = Math.floor(index / PAGE);
    return (page === 0 ? first.value?.accounts : pages.get(page))?.[index % PAGE];
  };
  return { total: first.value?.total, rowAt, need, error: error ?? first.error };
}

/** The groups of the directory with how many belong to each. */
export function useGroups() {
  const { value } = useLive(
    'groups',
    () => gatehouse().call('groups.list', {}),
    ({ type }) => type.startsWith('account.') || type.startsWith('group.') || type === 'snapshot.restored',
  );
  return value ?? [];
}
