import { Ground } from './ground.ts';
import { allSubjects } from './subjects/all.ts';
import type { Tally } from './verdict.ts';

export interface TortureOptions {
  /** Cases of a subject with a full share. */
  cases: number;
  seed: number;
  /** Takes part of the subjects, by their names. */
  only?: RegExp;
  done?: (tally: Tally) => void;
}

/** Tortures a sandbox of its own, subject after subject, each from the same state and time. */
export async function torture({ cases, seed, only = /./, done }: TortureOptions): Promise<Tally[]> {
  const ground = await Ground.prepare();
  try {
    const tallies: Tally[] = [];
    for (const subject of allSubjects(ground)) {
      if (!only.test(subject.name)) continue;
      await ground.reset();
      const tally = await subject.run(Math.max(1, Math.round(cases * subject.share)), seed);
      tallies.push(tally);
      done?.(tally);
    }
    return tallies;
  } finally {
    await ground.end();
  }
}
