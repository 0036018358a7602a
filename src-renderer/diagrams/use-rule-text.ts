import { useEffect, useState } from 'react';
import type { PublishedRule } from '../../src-main/contract/rules.ts';
import { gatehouse } from '../store/index.ts';

/** The rules are those of the running version: they are asked for once. */
let known: Promise<ReadonlyMap<string, PublishedRule>> | undefined;

function ruleBook(): Promise<ReadonlyMap<string, PublishedRule>> {
  known ??= gatehouse()
    .call('rules.list', {})
    .then(
      (rules) => new Map(rules.map((rule) => [rule.rule, rule])),
      (error: unknown) => {
        known = undefined;
        throw error;
      },
    );
  return known;
}

/** What is published about a rule; undefined until it is known, and for what is no rule that can turn away. */
export function useRuleText(rule: string | undefined): PublishedRule | undefined {
  const [book, setBook] = useState<ReadonlyMap<string, PublishedRule>>();
  useEffect(() => {
    if (rule === undefined) return undefined;
    let stale = false;
    ruleBook().then(
      (found) => !stale && setBook(found),
      // The decision itself is shown all the same; the next one asks again.
      () => undefined,
    );
    return () => {
      stale = true;
    };
  }, [rule]);
  return rule === undefined ? undefined : book?.get(rule);
}
