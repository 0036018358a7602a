import type { Json } from '../../../contract/json.ts';
import type { Core } from '../../../events/core.ts';
import type { Accounts } from '../../../store/accounts.ts';
import { redact } from './engine/redact.ts';
import type { Run } from './engine/run.ts';

/** As much is shown to whoever decides: lines, and characters a line. */
const MOST_FACTS = 12;
const LONGEST = 300;

/** What a run is about, for whoever decides: the account, and what was given at its start. Secrets are handles. */
export function factsOf(core: Core, accounts: Accounts, run: Run): { name: string; value: string }[] {
  const about = run.account === null || run.account === run.starter ? undefined : accounts.get(run.account);
  const account = about ? [{ name: 'account', value: `${about.name} (${about.username})` }] : [];
  const input = redact(core, run, run.state.input) as Record<string, Json>;
  const given = Object.entries(input).flatMap(([name, value]) =>
    value === null || value === '' ? [] : [{ name, value: shown(value) }],
  );
  return [...account, ...given].slice(0, MOST_FACTS);
}

function shown(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
