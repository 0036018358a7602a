import { Radio } from '@mantine/core';
import type { Attention } from '../../../src-main/contract/guard-versions.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { useAction } from '../../ui/use-action.ts';
import classes from './DecisionTable.module.css';

/** A version of a decision that one can choose. */
export interface Version<V extends string> {
  value: V;
  title: string;
  flawed: boolean;
}

/** One line of the picture: what is looked at, and what each version does about it. */
export interface Line<V extends string> {
  what: string;
  rule?: string;
  /** Undefined: it is not asked at all in this version. */
  of: (version: V) => Attention | string | undefined;
}

const MARKS: Readonly<Record<Attention, readonly [mark: string, words: string]>> = {
  heeded: ['✓', 'heeded'],
  ignored: ['!', 'result thrown away'],
  'not-looked': ['✕', 'not looked at'],
};

const isAttention = (cell: string): cell is Attention => Object.hasOwn(MARKS, cell);

/** A decision as a picture: its checks from top to bottom, its versions side by side. The heads choose the version. */
export function DecisionTable<V extends string>({
  label,
  versions,
  lines,
  current,
  choose,
}: {
  label: string;
  versions: readonly Version<V>[];
  lines: readonly Line<V>[];
  current: V | undefined;
  choose: (version: V) => Promise<unknown>;
}) {
  const action = useAction(choose);
  return (
    <div className={classes.frame}>
      <table className={classes.table}>
        <caption className={classes.caption}>{label}</caption>
        <thead>
          <tr>
            <th className={classes.what} scope="col">
              From top to bottom
            </th>
            {versions.map(({ value, title, flawed }) => (
              <th data-current={value === current || undefined} key={value} scope="col">
                <Radio
                  checked={value === current}
                  description={flawed ? 'flawed on purpose' : undefined}
                  label={title}
                  name={label}
                  onChange={() => action.run(value)}
                />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ what, rule, of }) => (
            <tr key={what}>
              <th className={classes.what} scope="row">
                {what}
                {rule !== undefined && <code className={classes.rule}>{rule}</code>}
              </th>
              {versions.map(({ value }) => (
                <td data-current={value === current || undefined} key={value}>
                  <Cell cell={of(value)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {action.error && <ErrorNote error={action.error} onDismiss={action.clear} />}
    </div>
  );
}

function Cell({ cell }: { cell: Attention | string | undefined }) {
  if (cell === undefined) return <span className={classes.none}>not asked</span>;
  if (!isAttention(cell)) return cell;
  const [mark, words] = MARKS[cell];
  return (
    <span className={classes.cell} data-attention={cell}>
      <span aria-hidden className={classes.mark}>
        {mark}
      </span>
      {words}
    </span>
  );
}
