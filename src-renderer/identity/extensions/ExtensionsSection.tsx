import { Suspense, useId } from 'react';
import { create } from 'zustand';
import { cx } from '../../ui/cx.ts';
import classes from './ExtensionsSection.module.css';
import { RUNGS, type Rung } from './rungs.tsx';

const useRung = create<{ rung: string }>()(() => ({ rung: 'endpoints' }));

/** The ladder at the left; what the picked rung is, and what one does on it, at the right. */
export function ExtensionsSection() {
  const picked = useRung((state) => state.rung);
  const rung = RUNGS.find(({ id }) => id === picked) ?? RUNGS[0];
  const ladder = RUNGS.filter(({ number }) => number !== null);
  const problems = RUNGS.filter(({ number }) => number === null);
  return (
    <div className={classes.section}>
      <nav aria-label="The ladder" className={classes.side}>
        <h1 className={classes.title}>Extensions</h1>
        <p className={classes.lead}>
          What to do when the built-in workflows do not suffice, the simplest first.
        </p>
        <Rungs rungs={ladder} picked={rung?.id} />
        {problems.length > 0 && (
          <>
            <h2 className={classes.group}>Problems on the way</h2>
            <Rungs rungs={problems} picked={rung?.id} />
          </>
        )}
      </nav>
      {rung && <RungPane key={rung.id} rung={rung} />}
    </div>
  );
}

function Rungs({ rungs, picked }: { rungs: readonly Rung[]; picked: string | undefined }) {
  return (
    <ol className={classes.rungs}>
      {rungs.map(({ id, number, title, source }) => (
        <li key={id}>
          <button
            aria-current={id === picked ? 'true' : undefined}
            className={classes.rung}
            onClick={() => useRung.setState({ rung: id })}
            type="button"
          >
            <span className={classes.number}>{number ?? '·'}</span>
            <span className={classes.name}>{title}</span>
            <SourceMark source={source} />
          </button>
        </li>
      ))}
    </ol>
  );
}

function SourceMark({ source }: { source: Rung['source'] }) {
  return source === 'verified' ? (
    <span className={classes.mark} title="Read in what WSO2’s people have published">
      WSO2
    </span>
  ) : (
    <span
      className={cx(classes.mark, classes.ours)}
      title="Ours: put together from the product’s extension points, not read as a list"
    >
      ours
    </span>
  );
}

function RungPane({ rung: { title, about, can, cannot, source, Section } }: { rung: Rung }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={classes.pane}>
      <div className={classes.head}>
        <h2 className={classes.heading} id={id}>
          {title}
        </h2>
        <SourceMark source={source} />
      </div>
      <p className={classes.about}>{about}</p>
      <div className={classes.bounds}>
        <Bounds title="It can" marks={['✓', classes.can]} lines={can} />
        <Bounds title="It cannot" marks={['✕', classes.cannot]} lines={cannot} />
      </div>
      {Section && (
        <Suspense>
          <Section />
        </Suspense>
      )}
    </section>
  );
}

function Bounds({
  title,
  lines,
  marks: [mark, className],
}: {
  title: string;
  lines: readonly string[];
  marks: [string, string | undefined];
}) {
  return (
    <div>
      <h3 className={classes.boundsTitle}>{title}</h3>
      <ul className={classes.lines}>
        {lines.map((line) => (
          <li key={line}>
            <span aria-hidden className={className}>
              {mark}
            </span>
            {line}
          </li>
        ))}
      </ul>
    </div>
  );
}
