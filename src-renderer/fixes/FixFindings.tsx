import { Button } from '@mantine/core';
import { Clock, RotateCw } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { FixSearch, FixTime, FixTrial, TriedFix } from '../../src-main/contract/fixes.ts';
import { OutcomeBadge } from '../flows/OutcomeBadge.tsx';
import { gatehouse } from '../store/index.ts';
import { virtualNow } from '../store/sandbox.ts';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { count, formatDateTime } from '../ui/format.ts';
import { useAction } from '../ui/use-action.ts';
import classes from './FixFindings.module.css';
import { FixItem } from './FixItem.tsx';
import { TrialDialog } from './TrialDialog.tsx';
import { inShort } from './use-fix-search.ts';

/** A hop this near to the present needs no word about its time, ms. */
const NEAR_MS = 60_000;

/** What a search found: what passes, what did not help, what cannot be run again. */
export function FixFindings({
  flow,
  span,
  found,
  onAsk,
}: {
  flow: string;
  span: string;
  found: FixSearch;
  onAsk: (time?: FixTime) => void;
}) {
  const [chosen, setChosen] = useState<string>();
  const [trial, setTrial] = useState<FixTrial>();
  const trying = useAction(async (fix: string) => {
    setChosen(fix);
    setTrial(await gatehouse().call('fixes.try', { flow, span, fix, time: found.time }));
  });
  const list = useRef<HTMLOListElement>(null);
  const settled = chosen !== undefined && !trying.busy && trial === undefined;
  // A button that waits cannot hold the focus, so the dialog cannot give it back: it returns to what was pressed.
  useEffect(() => {
    if (settled) list.current?.querySelector<HTMLElement>(`[data-fix="${CSS.escape(chosen)}"]`)?.focus();
  }, [settled, chosen]);
  return (
    <div className={classes.findings}>
      <div className={classes.head}>
        <p className={classes.wish}>
          <span className={classes.label}>Asked for again:</span> {found.wish}
        </p>
        <Button
          color="gray"
          leftSection={<RotateCw aria-hidden size={13} />}
          onClick={() => onAsk(found.time)}
          size="compact-xs"
          variant="subtle"
        >
          Ask again
        </Button>
      </div>
      <TimeOfSearch found={found} onAsk={onAsk} />
      {found.unchanged?.passes && (
        <p className={classes.unchanged}>
          <OutcomeBadge tone="allowed">✓ passes by now</OutcomeBadge> The same once more, without any change:{' '}
          {found.unchanged.ending}
        </p>
      )}
      <h3 className={classes.title}>{inShort(found)}.</h3>
      {found.fixes.length === 0 && <p className={classes.next}>{nextStep(found)}</p>}
      {found.fixes.length > 0 && (
        <ol
          aria-label="Changes that let it pass, the one that grants least first"
          className={classes.list}
          ref={list}
        >
          {found.fixes.map((fix) => (
            <FixItem
              busy={trying.busy && chosen === fix.id}
              disabled={trying.busy}
              fix={fix}
              key={fix.id}
              onTry={() => void trying.run(fix.id)}
            >
              {trying.error && chosen === fix.id && (
                <ErrorNote error={trying.error} onDismiss={trying.clear}>
                  <Button onClick={() => void trying.run(fix.id)}>Try again</Button>
                  <Button onClick={() => onAsk(found.time)}>Ask again what would have let it pass</Button>
                </ErrorNote>
              )}
            </FixItem>
          ))}
        </ol>
      )}
      {found.limits.length > 0 && (
        <>
          <h3 className={classes.title}>What cannot be run again here</h3>
          <ul className={classes.limits}>
            {found.limits.map((limit) => (
              <li key={limit}>{limit}</li>
            ))}
          </ul>
        </>
      )}
      {found.others.length > 0 && <Others others={found.others} />}
      {trial && <TrialDialog onClose={() => setTrial(undefined)} refused={span} trial={trial} />}
    </div>
  );
}

/** At what time the forks stood, where that is not the present one anyway. */
function TimeOfSearch({ found, onAsk }: { found: FixSearch; onAsk: (time: FixTime) => void }) {
  const apart = Math.abs(virtualNow() - found.at);
  if (found.time === 'hop' && apart < NEAR_MS) return null;
  const other: FixTime = found.time === 'hop' ? 'now' : 'hop';
  return (
    <p className={classes.time}>
      <Clock aria-hidden size={14} />
      {found.time === 'hop'
        ? `Tried at the time of the hop, ${formatDateTime(found.at)}; the clock of the sandbox shows another by now.`
        : `Tried at the time that the clock of the sandbox shows, ${formatDateTime(found.at)}.`}
      <Button color="gray" onClick={() => onAsk(other)} size="compact-xs" variant="subtle">
        {other === 'now' ? 'Try it at the present time' : 'Try it at the time of the hop'}
      </Button>
    </p>
  );
}

function Others({ others }: { others: readonly TriedFix[] }) {
  return (
    <details className={classes.others}>
      <summary>
        {count(others.length, 'other change was', 'other changes were')} tried and did not help
      </summary>
      <ul className={classes.otherList}>
        {others.map(({ id, title, ending, rule }) => (
          <li key={id}>
            <span>{title}</span>
            <span className={classes.ending}>
              <span aria-hidden>✕</span> {ending}
              {rule !== undefined && (
                <>
                  {' '}
                  Rule <code>{rule}</code>
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What a person can do when nothing that was tried helped. */
function nextStep({ unchanged, others, limits }: FixSearch): string {
  if (unchanged?.passes) return 'None is needed: send the same request again.';
  if (limits.length > 0)
    return 'What is left lies with the client that holds the key or the secret: change it there, send the request again, and ask about the new hop.';
  if (others.length > 0)
    return 'More than one thing may stand in the way. Make the change that the newest ending names, send the request again, and ask about the new hop.';
  return 'No single change is known for the rule that refused. “Decisions” shows what it expected and what it saw: change that, and send the request again.';
}
