import { useEffect, useRef, useState } from 'react';
import type { Governance, GovernanceChange } from '../../../src-main/contract/governance.ts';
import { gatehouse } from '../../store/sandbox.ts';
import { announce } from '../../store/ui.ts';
import { useAction } from '../../ui/use-action.ts';
import { useGovernance } from '../use-governance.ts';
import { useLive } from '../use-live.ts';
import { idOf, type Rule, type RuleValue, sameValue, settingOf } from './rule.ts';
import { RULE_GROUPS } from './rule-groups.ts';
import { valueText } from './value-text.ts';

/** A change that was saved, and what takes it back. */
interface Step {
  text: string;
  back: GovernanceChange;
}

const ALL: readonly Rule[] = RULE_GROUPS.flatMap(({ rules }) => rules);

/** The switches, changed one at a time and saved at once; each change can be taken back. */
export function useRules() {
  const governance = useGovernance();
  const { value: defaults } = useLive(
    'defaults',
    () => gatehouse().call('governance.defaults', {}),
    () => false,
  );
  const steps = useRef<Step[]>([]);
  const [last, setLast] = useState<Step>();
  const saving = useAction((change: GovernanceChange) => gatehouse().call('governance.set', change));
  const line = useRef<Promise<unknown>>(Promise.resolve());
  // What was asked for and is not heard back yet: leaving a field after Enter asks for the same again.
  const asked = useRef(new Map<string, RuleValue>());
  useEffect(() => {
    for (const rule of ALL) {
      const value = asked.current.get(idOf(rule));
      if (governance && value !== undefined && sameValue(value, settingOf(governance, rule)))
        asked.current.delete(idOf(rule));
    }
  }, [governance]);
  /** One after the other, in the order in which they were made: none is lost while another is saved. */
  const save = (change: GovernanceChange, step: Step | undefined, undone?: Step) => {
    line.current = line.current.then(async () => {
      if (!(await saving.run(change))) {
        // What could not be taken back can be taken back still.
        if (undone) steps.current.push(undone);
        return asked.current.clear();
      }
      if (step) steps.current.push(step);
      setLast(steps.current.at(-1));
      announce(step ? `Saved: ${step.text}` : 'Taken back.');
    });
  };
  const changed = (rule: Rule): boolean =>
    governance !== undefined &&
    defaults !== undefined &&
    !sameValue(settingOf(governance, rule), settingOf(defaults, rule));
  return {
    governance,
    defaults,
    changed,
    /** How many differ from a new world. */
    differing: ALL.filter(changed).length,
    last,
    error: saving.error,
    clearError: saving.clear,
    set: (rule: Rule, value: RuleValue) => {
      if (!governance) return;
      const before = asked.current.get(idOf(rule)) ?? settingOf(governance, rule);
      if (sameValue(before, value)) return;
      asked.current.set(idOf(rule), value);
      const text = `${rule.label}: ${valueText(rule, before)} → ${valueText(rule, value)}`;
      save(changeOf(rule, value), { text, back: changeOf(rule, before) });
    },
    undo: () => {
      const step = steps.current.pop();
      if (!step) return;
      asked.current.clear();
      save(step.back, undefined, step);
    },
    toDefaults: () => {
      if (!governance || !defaults) return;
      const differing = ALL.filter(changed);
      const text = `${differing.length} switches are back at their defaults`;
      asked.current.clear();
      save(pick(differing, defaults), { text, back: pick(differing, governance) });
    },
  };
}

const changeOf = ({ section, key }: Rule, value: RuleValue): GovernanceChange => ({
  [section]: { [key]: value },
});

function pick(rules: readonly Rule[], from: Governance): GovernanceChange {
  const change: Record<string, Record<string, RuleValue>> = {};
  for (const rule of rules)
    change[rule.section] = { ...change[rule.section], [rule.key]: settingOf(from, rule) };
  return change;
}
