import type { RuleText } from '../../contract/rules.ts';

/** Keeps the names as a type while checking the shape of each rule. */
export const defineRules = <const T extends Record<string, RuleText>>(rules: T): T => rules;
