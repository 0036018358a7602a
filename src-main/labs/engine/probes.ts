import { toPublicError } from '../../contract/errors.ts';
import { awaitedProbe, judgeProbe } from '../checks/probe-check.ts';
import type { Verdict } from '../checks/verdict.ts';
import type { ProbeCheck } from '../format/check-schema.ts';
import type { LabPorts } from '../ports.ts';

interface Tried {
  /** The newest event that could matter when it was tried. */
  mark: number;
  verdict: Verdict;
}

/** The calls that the checks of a step have tried on forks: each once for each change that could matter. */
export class Probes {
  readonly #ports: Pick<LabPorts, 'probe'>;
  readonly #tried = new Map<string, Tried>();
  readonly #wanted = new Map<string, { check: ProbeCheck; mark: number }>();
  #running: Promise<void> | undefined;
  /** What is being tried now, so that it does not wait a second time. */
  #trying: string | undefined;

  constructor(ports: Pick<LabPorts, 'probe'>) {
    this.#ports = ports;
  }

  /** The verdict on a check as things stand at `mark`; what was not tried since waits for {@link run}. */
  verdictOn(check: ProbeCheck, mark: number): Verdict {
    const tried = this.#tried.get(check.id);
    if (tried?.mark === mark) return tried.verdict;
    if (this.#trying !== `${check.id}@${mark}`) this.#wanted.set(check.id, { check, mark });
    return awaitedProbe(check);
  }

  /** Tries what waits, one call after another. Answers whether anything was tried. */
  async run(): Promise<boolean> {
    if (!this.#running && this.#wanted.size === 0) return false;
    this.#running ??= this.#tryAll().finally(() => {
      this.#running = undefined;
    });
    await this.#running;
    return true;
  }

  async #tryAll(): Promise<void> {
    for (const [id, { check, mark }] of this.#wanted) {
      this.#wanted.delete(id);
      this.#trying = `${id}@${mark}`;
      this.#tried.set(id, { mark, verdict: await this.#try(check) });
    }
  }

  async #try(check: ProbeCheck): Promise<Verdict> {
    try {
      const { as: persona, app, request } = check;
      return judgeProbe(check, await this.#ports.probe({ persona, app, ...request }));
    } catch (error) {
      const { what, why } = toPublicError(error);
      const clause = {
        clause: 'lab',
        ok: false,
        expected: 'a call that can be tried',
        seen: `${what} ${why}`,
        evidence: [],
      };
      return { status: 'error', clauses: [clause], evidence: [], flows: [], failed: ['lab'] };
    }
  }
}
