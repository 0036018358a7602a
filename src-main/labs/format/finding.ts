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

/** Collects findings about one file after another. */
export class Findings {
  /** Names of the world, where they are known: then a name that the world does not have is an error. */
  readonly names: WorldNames | undefined;
  readonly #list: Finding[] = [];

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
    return this.#list.some((finding) => finding.severity === 'error');
  }

  /** Ordered by file and line, so that two runs print the same. */
  sorted(): Finding[] {
    return [...this.#list].sort(
      (a, b) => a.file.localeCompare(b.file) || (a.line ?? 0) - (b.line ?? 0) || a.rule.localeCompare(b.rule),
    );
  }

  #add(finding: Finding): void {
    this.#list.push(finding);
  }
}
