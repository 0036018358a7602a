import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';
import type { AccountSummary } from '../../../src-main/contract/accounts.ts';
import { useTextScale } from '../../flows/use-text-scale.ts';
import { useDirectory } from '../use-directory.ts';
import classes from './Groups.module.css';

const ROW = 44;

/** Accounts of a group, or of the whole directory, a page at a time, each with something to do. */
export function MemberList({
  group,
  search,
  action,
  onOpen,
}: {
  /** Empty: everybody. */
  group: string;
  search: string;
  action: (account: AccountSummary) => ReactNode;
  onOpen?: (account: AccountSummary) => void;
}) {
  const { total, rowAt, need } = useDirectory({ search, filter: 'all', group });
  const scrolled = useRef<HTMLDivElement>(null);
  const height = ROW * useTextScale();
  const virtualizer = useVirtualizer({
    count: total ?? 0,
    estimateSize: () => height,
    overscan: 8,
    getScrollElement: () => scrolled.current,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text size is what makes the rows higher.
  useEffect(() => virtualizer.measure(), [height, virtualizer]);
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => need(first, last), [need, first, last]);
  if (total === 0)
    return (
      <p className={classes.small}>
        {search.trim() === ''
          ? 'Nobody belongs to it.'
          : 'Nobody is called so. Search looks at how a name begins.'}
      </p>
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
    <div className={classes.scroll} ref={scrolled} tabIndex={0}>
      <ul aria-label="Accounts" className={classes.virtual} style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const account = rowAt(item.index);
          return (
            <li className={classes.member} key={item.index} style={{ top: item.start, height: item.size }}>
              {account && (
                <>
                  {onOpen ? (
                    <button className={classes.link} onClick={() => onOpen(account)} type="button">
                      {account.name}
                    </button>
                  ) : (
                    <span>{account.name}</span>
                  )}
                  <span className={classes.small}>{[account.username, account.email].join(' · ')}</span>
                  <span className={classes.end}>{action(account)}</span>
                </>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
