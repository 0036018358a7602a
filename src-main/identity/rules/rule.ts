/** A rule that the provider decides by. `title` says what holds when the rule is kept. */
export interface Rule {
  /** In plain words. */
  readonly title: string;
  /** The standard that gives the rule, with its section. */
  readonly standard: string;
  /** What a person can do when the rule is broken. */
  readonly next: string;
}

/** Keeps the names as a type while checking the shape of each rule. */
export const defineRules = <const T extends Record<string, Rule>>(rules: T): T => rules;
