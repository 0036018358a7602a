import type { Finding } from '../format/finding.ts';
import type { Lab } from '../format/pack.ts';

/** The result for one lab; a pack that cannot be read has one entry with an empty `id`. */
export interface LabReport {
  pack: string;
  id: string;
  ok: boolean;
  /** Real time that it took, ms. */
  ms: number;
  findings: Finding[];
}

/** Collects what a proof finds, each with its place in the pack's files. */
export class Proof {
  readonly findings: Finding[] = [];
  readonly #lab: Lab;

  constructor(lab: Lab) {
    this.#lab = lab;
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
