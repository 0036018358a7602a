// The user interface reads these values. No schema stands beside them: the page's policy lets none of zod's run there.

/** How large custom workflows may be. */
export const WORKFLOW_LIMITS = {
  /** Characters of a definition. */
  definition: 64 * 1024,
  /** How deep its YAML may be nested. */
  depth: 20,
  steps: 50,
  /** Characters of one text with expressions in it, and of one expression. */
  text: 4000,
  expression: 1000,
  retries: 10,
  /** How many definitions a sandbox holds. */
  workflows: 100,
  /** How many runs may be under way at once. */
  running: 500,
  /** How many runs that have ended are kept, the newest ones. */
  kept: 500,
  /** How many runs may have caused one another, one inside the other. */
  nesting: 5,
  /** Bytes of one answer of a call, and of all that a run holds. */
  answer: 64 * 1024,
  run: 512 * 1024,
} as const;
