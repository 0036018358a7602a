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
}: {
  tokens: readonly FlowToken[];
  selected: string | undefined;
  /** The name of a client by its id. */
  nameOf: (client: string) => string;
  pasting: boolean;
  onPaste: (pasting: boolean) => void;
}) {
  return (
    <div className={classes.chips}>
      {tokens.map((token) => (
        <button
          aria-pressed={!pasting && token.handle === selected}
          className={classes.chip}
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
            {token.scope === undefined ? '' : ` · ${token.scope}`}
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
