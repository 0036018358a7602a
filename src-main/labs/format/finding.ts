import type { WorldNames } from '../ports.ts';

/** Something that is wrong with a pack, and where. Lines and columns count from 1. */
export interface Finding {
  /** Path inside the pack, with `/`. */
  file: string;
  line?: number;
  /** `error`: the lab cannot be used. `warning`: it can, but its author should look. */
  severity: 'error' | 'warning';
  message: string;
  /** Stable name of the rule, e.g. `schema`, `unknown-key`, `symlink`. */
  rule: string;
}

/** As many are told of one lab, or of what belongs to none; nobody reads more, and no list shows more in time. */
const MOST = 200;

/** Collects findings about one file after another. */
export class Findings {
  /** Names of the world, where they are known: then a name that the world does not have is an error. */
  readonly names: WorldNames | undefined;
  readonly #list: Finding[] = [];
  #errors = false;
  #more = 0;

  constructor(names?: WorldNames) {
    this.names = names;
  }

  error(file: string, line: number | undefined, rule: string, message: string): void {
    this.#add({ file, line, severity: 'error', message, rule });
  }

  warning(file: string, line: number | undefined, rule: string, message: string): void {
    this.#add({ file, line, severity: 'warning', message, rule });
  }

  addAll(findings: readonly Finding[]): void {
    for (const finding of findings) this.#add(finding);
  }

  get hasErrors(): boolean {
    return this.#errors;
  }

  /** Ordered by file and line, so that two runs print the same. */
  sorted(): Finding[] {
    const sorted = [...this.#list].sort(
      (a, b) => a.file.localeCompare(b.file) || (a.line ?? 0) - (b.line ?? 0) || a.rule.localeCompare(b.rule),
    );
    const last = sorted.at(-1);
    if (this.#more === 0 || !last) return sorted;
    const message = `And ${this.#more} more. Mend these first.`;
    return [
      ...sorted,
      { file: last.file, severity: this.#errors ? 'error' : 'warning', rule: 'more', message },
    ];
  }

  #add(finding: Finding): void {
    if (finding.severity === 'error') this.#errors = true;
    if (this.#list.length < MOST) this.#list.push(finding);
    else this.#more += 1;
  }
}
