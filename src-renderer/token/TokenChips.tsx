import { ClipboardPaste } from 'lucide-react';
import type { FlowToken } from '../../src-main/contract/flow.ts';
import { selectToken } from '../store/index.ts';
import classes from './TokenChips.module.css';

const KINDS: Record<FlowToken['kind'], string> = {
  access: 'Access token',
  id: 'ID token',
  refresh: 'Refresh token',
};

/** The tokens of a flow, and the way to look at one from elsewhere. */
export function TokenChips({
  tokens,
  selected,
  nameOf,
  pasting,
  onPaste,
  standingOf,
}: {
  tokens: readonly FlowToken[];
  selected: string | undefined;
  /** The name of a client by its id. */
  nameOf: (client: string) => string;
  pasting: boolean;
  onPaste: (pasting: boolean) => void;
  /** How a token stood at the moment that is shown; undefined for one that did not exist yet. */
  standingOf: ((handle: string) => string | undefined) | undefined;
}) {
  return (
    <div className={classes.chips}>
      {tokens.map((token) => (
        <button
          aria-pressed={!pasting && token.handle === selected}
          className={classes.chip}
          data-later={(standingOf && standingOf(token.handle) === undefined) || undefined}
          key={token.seq}
          onClick={() => {
            onPaste(false);
            selectToken(token.handle);
          }}
          type="button"
        >
          <span className={classes.kind}>{KINDS[token.kind]}</span>
          <span className={classes.about}>
            {nameOf(token.client)}
            {standingOf
              ? ` · ${standingOf(token.handle) ?? 'not issued yet'}`
              : token.scope === undefined
                ? ''
                : ` · ${token.scope}`}
          </span>
        </button>
      ))}
      <button aria-pressed={pasting} className={classes.chip} onClick={() => onPaste(!pasting)} type="button">
        <span className={classes.kind}>
          <ClipboardPaste aria-hidden size={14} /> Paste a token
        </span>
        <span className={classes.about}>from anywhere</span>
      </button>
    </div>
  );
}
