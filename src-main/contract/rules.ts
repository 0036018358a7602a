import { z } from 'zod';

/** What is published about a rule that can turn somebody away. */
export const ruleTextSchema = z.object({
  /** What holds when the rule is kept, in plain words. */
  title: z.string(),
  /** Where the rule comes from, with the section. */
  standard: z.string(),
  /** What a person can do when the rule is broken. */
  next: z.string(),
  /**
   * How a refusal leaves, e.g. `400 invalid_grant`: the status and, where the answer carries one, the `error` of the
   * standard. 303 is the redirect that brings the error to the application; a bare status is a page, or an answer
   * whose form has no error.
   */
  answer: z.string(),
});
export type RuleText = Readonly<z.infer<typeof ruleTextSchema>>;

/** A rule in the list of all: its name, and the part of the sandbox that decides by it. */
export const publishedRuleSchema = ruleTextSchema.extend({ rule: z.string(), part: z.string() });
export type PublishedRule = z.infer<typeof publishedRuleSchema>;
