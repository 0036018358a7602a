import type { ChartTransition } from '../../src-main/contract/accounts.ts';
import type { LifecycleRow } from '../../src-main/contract/lifecycle.ts';

/** Where a transition leads and what must hold for it. */
export function leadsTo({ to, guards, standsStill }: ChartTransition): string {
  const where = standsStill
    ? ''
    : `→ ${to.map((label) => (label === 'same' ? 'label stays' : label)).join(' or ')}`;
  const when = guards.length > 0 ? `if ${guards.map(lower).join(', ')}` : '';
  return [where, when].filter((part) => part !== '').join(', ');
}

/** How a row stands for an account now, in a few words. */
export function standsAs(row: LifecycleRow, way: ChartTransition | undefined): string {
  if (row.standsStill) return row.about ?? 'Changes nothing.';
  if (!way) return 'This is the chart as it was then; go back to now to see what can happen.';
  if (!way.open) return `Closed now: ${way.closedBy ?? 'another row comes first'}.`;
  return `Can happen now ${leadsTo(way)}`;
}

const lower = (text: string): string =>
  text.replace(/\.$/, '').replace(/^[A-Z](?=[a-z ])/, (first) => first.toLowerCase());
