import type { Privilege } from '../../src-main/contract/fixes.ts';
import classes from './PrivilegeMark.module.css';

/** Words, and how much of the mark is filled: the more a change grants, the fuller it is. */
const LOOKS: Record<Privilege, { words: string; filled: number }> = {
  none: { words: 'grants nothing new', filled: 0 },
  narrow: { words: 'grants just this', filled: 0.5 },
  wide: { words: 'grants more than this', filled: 1 },
};

const SIZE = 10;

/** What a change gives away, in words, colour and shape. */
export function PrivilegeMark({ privilege }: { privilege: Privilege }) {
  const { words, filled } = LOOKS[privilege];
  return (
    <span className={classes.mark} data-privilege={privilege}>
      <svg aria-hidden height={SIZE} viewBox="0 0 10 10" width={SIZE}>
        <title>{words}</title>
        <circle cx="5" cy="5" fill="none" r="4.25" stroke="currentColor" strokeWidth="1.5" />
        <path
          d={filled === 1 ? 'M5 0a5 5 0 0 1 0 10a5 5 0 0 1 0-10' : 'M5 0a5 5 0 0 0 0 10z'}
          fill={filled === 0 ? 'none' : 'currentColor'}
        />
      </svg>
      {words}
    </span>
  );
}
