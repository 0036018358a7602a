/** A rule that the provider decides by. `title` says what holds when the rule is kept. */
export interface Rule {
  /** In plain words. */
  readonly title: string;
  /** The standard that gives the rule, with its section. */
  readonly standard: string;
  /** What a person can do when the rule is broken. */
  readonly next: string;
  /**
   * How a refusal leaves, e.g. `400 invalid_grant`: the status and, where the answer carries one, the `error` of the
   * standard. 303 is the redirect that brings the error to the application; a bare status is a page, or an answer
   * whose form has no error (RFC 7662 §2.2).
   */
  readonly answer: string;
}

/** Keeps the names as a type while checking the shape of each rule. */
export const defineRules = <const T extends Record<string, Rule>>(rules: T): T => rules;
