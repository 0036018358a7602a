import type { Finding } from '../format/finding.ts';
import type { Lab } from '../format/pack.ts';

/** What was tried, for a reader who wants to know what “ok” stands for. */
export interface Proved {
  /** Wrong paths and wrong options that failed as declared. */
  wrong: number;
  /** Verbs of solutions that were left out, one at a time. */
  dropped: number;
  /** Resets after which the state was compared. */
  resets: number;
  /** Runs whose logs were compared. */
  runs: number;
  /** Steps whose state was compared between playing and skipping. */
  skips: number;
}

/** The result for one lab; a pack that cannot be read has one entry with an empty `id`. */
export interface LabReport {
  pack: string;
  id: string;
  ok: boolean;
  /** Real time that it took, ms. */
  ms: number;
  findings: Finding[];
  /** Absent where a lab was not played. */
  proved?: Proved;
}

/** Collects what a proof finds, each with its place in the pack's files. */
export class Proof {
  readonly findings: Finding[] = [];
  readonly proved: Proved = { wrong: 0, dropped: 0, resets: 0, runs: 0, skips: 0 };
  readonly #lab: Lab;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  /** Counts something that was tried. */
  count(what: keyof Proved, times = 1): void {
    this.proved[what] += times;
  }

  /** `place` as in `Lab.places`. */
  fault(place: string, rule: string, message: string): void {
    const at = this.#lab.places.get(place);
    this.findings.push({
      file: at?.file ?? `labs/${this.#lab.id}/lab.yaml`,
      line: at?.line,
      severity: 'error',
      rule,
      message,
    });
  }
}

/** What went wrong, in one line. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
