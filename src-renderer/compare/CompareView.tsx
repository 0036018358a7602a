import { SegmentedControl, Switch } from '@mantine/core';
import { Equal } from 'lucide-react';
import { useMemo, useState } from 'react';
import { type Compared, compareFlows } from '../../src-main/trace/views/compare-flows.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { count } from '../ui/format.ts';
import { ComparedTable } from './ComparedTable.tsx';
import { ComparedTokens } from './ComparedTokens.tsx';
import classes from './CompareView.module.css';
import type { ComparedRun } from './compared-run.ts';
import { DecisionCell, MessageCell } from './RunCells.tsx';

const PARTS = ['messages', 'decisions', 'tokens'] as const;
type Part = (typeof PARTS)[number];
const LABELS: Record<Part, string> = { messages: 'Messages', decisions: 'Decisions', tokens: 'Claims' };

const differences = (rows: readonly Compared<unknown>[]): number =>
  rows.filter(({ difference }) => difference !== 'same').length;

/**
 * Two runs side by side: what was said, what was decided, what the tokens claim. It shows what the two logs hold; what
 * is new in every run by its nature (ids, codes, times) is no difference.
 */
export function CompareView({ left, right }: { left: ComparedRun; right: ComparedRun }) {
  const comparison = useMemo(() => compareFlows(left.view, right.view), [left.view, right.view]);
  const [part, setPart] = useState<Part>('messages');
  const [onlyDifferences, setOnlyDifferences] = useState(true);
  const counts: Record<Part, number> = {
    messages: differences(comparison.hops),
    decisions: differences(comparison.decisions),
    tokens: differences(comparison.tokens),
  };
  const all = counts.messages + counts.decisions + counts.tokens;
  const names = { left: left.name, right: right.name };
  return (
    <section aria-label="Two runs side by side" className={classes.view}>
      <div className={classes.bar}>
        <SegmentedControl
          aria-label="What to compare"
          data={PARTS.map((value) => ({ value, label: `${LABELS[value]} · ${counts[value]}` }))}
          onChange={(value) => setPart(value as Part)}
          value={part}
        />
        <p className={classes.sum} role="status">
          {all === 0 ? 'The two runs say and decide the same.' : `${count(all, 'difference')} in all`}
        </p>
        {part !== 'tokens' && (
          <Switch
            checked={onlyDifferences}
            label="Only differences"
            onChange={(event) => setOnlyDifferences(event.currentTarget.checked)}
          />
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it. */}
      <section aria-label={LABELS[part]} className={classes.scroll} data-scroller key={part} tabIndex={0}>
        {comparison.hops.length + comparison.decisions.length === 0 ? (
          <EmptyState icon={Equal} title="Nothing to compare yet">
            Neither run has sent a message or decided anything.
          </EmptyState>
        ) : part === 'messages' ? (
          <ComparedTable
            cell={(hop, side) => <MessageCell hop={hop} view={side === 'left' ? left.view : right.view} />}
            keyOf={(hop) => hop.span}
            names={names}
            one="message"
            onlyDifferences={onlyDifferences}
            rows={comparison.hops}
          />
        ) : part === 'decisions' ? (
          <ComparedTable
            cell={(decision, side) => (
              <DecisionCell decision={decision} view={side === 'left' ? left.view : right.view} />
            )}
            keyOf={(decision) => String(decision.seq)}
            names={names}
            one="decision"
            onlyDifferences={onlyDifferences}
            rows={comparison.decisions}
          />
        ) : (
          <ComparedTokens left={left} right={right} rows={comparison.tokens} />
        )}
      </section>
    </section>
  );
}
