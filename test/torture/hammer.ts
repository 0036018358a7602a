import fc from 'fast-check';
import { type Ending, type Fault, type Subject, type Tally, Violation } from './verdict.ts';

/** A subject whose cases are values: a corpus that runs first, then what fast-check makes of `shape`. */
export interface Hammered<T> {
  name: string;
  share?: number;
  shape: fc.Arbitrary<T>;
  corpus?: readonly T[];
  /** Makes ready what all cases need. */
  prepare?(): Promise<void>;
  /** Runs one case. Throws a {@link Violation}; anything else that it throws is a crash of the part. */
  strike(value: T): Promise<Ending> | Ending;
  /** How the case looks in a report; JSON when left out. */
  show?(value: T): string;
}

/** Makes a subject of cases. fast-check shrinks a failing case to the smallest that still fails. */
export function hammered<T>(what: Hammered<T>): Subject {
  return {
    name: what.name,
    share: what.share ?? 1,
    run: (cases, seed) => run(what, cases, seed),
  };
}

async function run<T>(what: Hammered<T>, cases: number, seed: number): Promise<Tally> {
  const tally: Tally = {
    subject: what.name,
    cases: 0,
    refused: 0,
    allowed: 0,
    crashes: 0,
    wrongAllows: 0,
    others: 0,
    seconds: 0,
  };
  await what.prepare?.();
  const began = performance.now();
  let failed = false;
  const property = fc.asyncProperty(what.shape, async (value) => {
    const ending = await strike(what, value).catch((error: unknown) => {
      failed = true;
      throw error;
    });
    // Runs that look for a smaller failing case are no cases.
    if (failed) return;
    tally.cases += 1;
    tally[ending] += 1;
  });
  const corpus = sample(what.corpus ?? [], cases, seed).map((value): [T] => [value]);
  const details = await fc.check(property, { seed, numRuns: cases, examples: corpus });
  tally.seconds = (performance.now() - began) / 1000;
  if (!details.failed) return tally;
  const error = details.errorInstance;
  tally.cases += 1;
  count(tally, error instanceof Violation ? error.fault : 'crash');
  const value = details.counterexample?.[0];
  const shown = value === undefined ? '' : (what.show?.(value) ?? JSON.stringify(value));
  tally.failure = [
    `${what.name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    `seed ${details.seed}, path ${details.counterexamplePath ?? ''}`,
    `the smallest case: ${shown}`,
  ].join('\n');
  return tally;
}

/** The whole corpus where it fits into six tenths of the cases; else as many of it, evenly spread, by the seed. */
function sample<T>(corpus: readonly T[], cases: number, seed: number): T[] {
  const wanted = Math.ceil(cases * 0.6);
  const step = Math.max(1, corpus.length / wanted);
  const from = step === 1 ? 0 : seed % Math.ceil(step);
  return corpus.filter(
    (_, index) => Math.floor((index + from) / step) !== Math.floor((index + from - 1) / step),
  );
}

async function strike<T>(what: Hammered<T>, value: T): Promise<Ending> {
  return what.strike(value);
}

function count(tally: Tally, fault: Fault): void {
  if (fault === 'crash') tally.crashes += 1;
  else if (fault === 'wrong allow') tally.wrongAllows += 1;
  else tally.others += 1;
}
