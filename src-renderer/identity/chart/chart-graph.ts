import type { LifecycleRow } from '../../../src-main/contract/lifecycle.ts';

/** What stands for rows on an arrow or in a state: their number, or a word where the table gives them none. */
export interface Mark {
  text: string;
  rows: readonly LifecycleRow[];
}

/** All rows that lead from one place to another. */
export interface Way {
  from: string;
  to: string;
  rows: readonly LifecycleRow[];
  marks: readonly Mark[];
}

/** The transition table as a graph: its labels in columns, the ways between them, and what lock and flag do. */
export interface ChartGraph {
  /** The labels of each column, from “no account” to those that only rows of any state lead to. */
  columns: readonly (readonly string[])[];
  /** From one label to another. */
  ways: readonly Way[];
  /** From any label to one of them. */
  fromAny: readonly Way[];
  /** What leaves the label as it is, by label; `any` for those of every label. */
  stays: ReadonlyMap<string, readonly Mark[]>;
  lock: { on: readonly Mark[]; off: readonly Mark[] };
  flag: { on: readonly Mark[]; off: readonly Mark[] };
}

const WORDS: Readonly<Record<string, string>> = {
  create: 'made with a password',
  confirm: 'address',
  'change-address': 'address',
  'send-address-again': 'address again',
  'withdraw-address': 'address back',
  'sign-in-failed': 'failed sign-in',
  'sign-in-completed': 'sign-in',
  'set-password': 'recovery',
  'change-password': 'password',
  'admin-set-password': 'password',
  'offline-invite': 'link',
  resend: 'resend',
};

const START = 'none';

/** Reads the graph out of the table that the engine runs. */
export function graphOf(rows: readonly LifecycleRow[]): ChartGraph {
  const pairs = pairsOf(rows);
  const ways = [...pairs].map(([key, all]) => {
    const [from = '', to = ''] = key.split(' ');
    return { from, to, rows: all, marks: marksOf(all) };
  });
  const between = ways.filter(({ from, to }) => from !== 'any' && to !== 'same');
  const fromAny = ways.filter(({ from, to }) => from === 'any' && to !== 'same');
  return {
    columns: columnsOf(between, fromAny),
    ways: between,
    fromAny,
    stays: new Map(ways.filter(({ to }) => to === 'same').map(({ from, marks }) => [from, marks])),
    lock: {
      on: marksOf(rows.filter(({ locks }) => locks)),
      off: marksOf(rows.filter(({ unlocks }) => unlocks)),
    },
    flag: {
      on: marksOf(rows.filter(({ disables }) => disables)),
      off: marksOf(rows.filter(({ enables }) => enables)),
    },
  };
}

function pairsOf(rows: readonly LifecycleRow[]): Map<string, LifecycleRow[]> {
  const pairs = new Map<string, LifecycleRow[]>();
  for (const row of rows) {
    for (const from of row.from) {
      for (const to of row.to) {
        if (to === 'same' && row.to.length > 1) continue;
        const key = `${from} ${to === from ? 'same' : to}`;
        pairs.set(key, [...(pairs.get(key) ?? []), row]);
      }
    }
  }
  return pairs;
}

function marksOf(rows: readonly LifecycleRow[]): Mark[] {
  const texts = [...new Set(rows.map(textOf))].sort((a, b) => (Number(a) || 99) - (Number(b) || 99));
  return texts.map((text) => ({ text, rows: rows.filter((row) => textOf(row) === text) }));
}

const textOf = ({ row, trigger }: LifecycleRow): string =>
  row === null ? (WORDS[trigger] ?? trigger) : String(row);

/**
 * Labels by how many steps lead to them at most from “no account”. Those that no step leads to, only rows that begin in
 * any state, make the last column; of them the ones that lead back stand last.
 */
function columnsOf(between: readonly Way[], fromAny: readonly Way[]): string[][] {
  const labels = [
    ...new Set([...between, ...fromAny].flatMap(({ from, to }) => [from, to]).filter((id) => id !== 'any')),
  ];
  const rank = new Map([[START, 0]]);
  for (const _ of labels)
    for (const { from, to } of between) {
      const before = rank.get(from);
      if (before === undefined || to === START) continue;
      rank.set(to, Math.min(labels.length, Math.max(rank.get(to) ?? 0, before + 1)));
    }
  const last = Math.max(...rank.values()) + 1;
  const columns: string[][] = Array.from({ length: last + 1 }, () => []);
  for (const id of labels) columns[rank.get(id) ?? last]?.push(id);
  const leadsBack = (id: string) => Number(between.some(({ from }) => from === id));
  columns[last]?.sort((a, b) => leadsBack(a) - leadsBack(b));
  return columns.filter((column) => column.length > 0);
}
