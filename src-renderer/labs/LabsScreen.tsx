import { Button } from '@mantine/core';
import { Compass, FileWarning, GraduationCap } from 'lucide-react';
import type { LabSummary, PackProblem } from '../../src-main/contract/labs.ts';
import { addressOf } from '../app/route.ts';
import { useSandbox } from '../store/sandbox.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { count } from '../ui/format.ts';
import { Page } from '../ui/Page.tsx';
import { LabCard } from './LabCard.tsx';
import classes from './LabsScreen.module.css';
import { ResetButton } from './ResetButton.tsx';
import { RESET_EVERYTHING, RESET_PACK } from './reset-words.ts';
import { useInteractiveMark } from './use-interactive-mark.ts';
import { useLabList } from './use-lab-list.ts';

function byPack(labs: readonly LabSummary[]): { pack: string; title: string; labs: LabSummary[] }[] {
  const packs = new Map<string, { pack: string; title: string; labs: LabSummary[] }>();
  for (const lab of labs) {
    const entry = packs.get(lab.pack) ?? { pack: lab.pack, title: lab.packTitle, labs: [] };
    entry.labs.push(lab);
    packs.set(lab.pack, entry);
  }
  return [...packs.values()];
}

/** `3 of 8 labs finished`. */
function doneOf(labs: readonly LabSummary[]): string {
  const finished = labs.filter(({ steps }) => steps.every(({ done }) => done)).length;
  return `${finished} of ${count(labs.length, 'lab')} finished`;
}

function Problems({ problems }: { problems: readonly PackProblem[] }) {
  return (
    <section aria-labelledby="problems" className={classes.problems}>
      <h2 className={classes.problemsTitle} id="problems">
        <FileWarning aria-hidden size={16} />
        {count(problems.length, 'problem')} in the packs
      </h2>
      <ul className={classes.problemList}>
        {problems.map((problem) => (
          <li key={`${problem.pack}:${problem.file}:${problem.line}:${problem.message}`}>
            <code>
              {problem.pack}/{problem.file}
              {problem.line === undefined ? '' : `:${problem.line}`}
            </code>
            <span>{problem.message}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** All labs, by pack, with how far one is in each. */
export function LabsScreen() {
  const { list, error, reload } = useLabList();
  const world = useSandbox((state) => state.world);
  const open = useSandbox((state) => state.lab);
  useInteractiveMark('labs-interactive', list !== undefined);
  return (
    <Page lead={world && `${world.name}: ${world.about}`} title="Labs">
      {error && (
        <div className={classes.error}>
          <ErrorNote error={error}>
            <Button onClick={reload}>Try again</Button>
          </ErrorNote>
        </div>
      )}
      {list && list.problems.length > 0 && <Problems problems={list.problems} />}
      {list?.labs.length === 0 && (
        <EmptyState icon={GraduationCap} title="There is no lab yet">
          Put a pack (a folder with a pack.yaml) among the packs, and start Gatehouse again.
        </EmptyState>
      )}
      {list &&
        byPack(list.labs).map((pack) => (
          <section aria-label={pack.title} className={classes.pack} key={pack.pack}>
            <div className={classes.packHead}>
              <h2 className={classes.packTitle}>{pack.title}</h2>
              <p className={classes.packDone}>{doneOf(pack.labs)}</p>
              {pack.labs.some((lab) => lab.steps.some((step) => step.done)) && (
                <ResetButton
                  onDone={reload}
                  label="Reset this pack…"
                  what={{ scope: 'pack', pack: pack.pack }}
                  words={RESET_PACK}
                />
              )}
            </div>
            <ul className={classes.labs}>
              {pack.labs.map((lab) => (
                <LabCard isOpen={open?.pack === lab.pack && open.id === lab.id} key={lab.id} lab={lab} />
              ))}
            </ul>
          </section>
        ))}
      <section aria-label="Without a lesson" className={classes.pack}>
        <h2 className={classes.packTitle}>Without a lesson</h2>
        <a className={classes.explore} href={addressOf('explore')}>
          <Compass aria-hidden size={20} />
          <span>
            <strong>Explore</strong>
            <span>Browser, diagrams, tokens and requests of the same world, and nobody who checks.</span>
          </span>
        </a>
      </section>
      <div className={classes.resetAll}>
        <ResetButton
          onDone={reload}
          label="Reset everything…"
          what={{ scope: 'everything' }}
          words={RESET_EVERYTHING}
        />
      </div>
    </Page>
  );
}
