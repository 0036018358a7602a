import { useState } from 'react';
import type { Governance, GovernanceChange } from '../../../src-main/contract/governance.ts';
import { gatehouse } from '../../store/sandbox.ts';
import { announce } from '../../store/ui.ts';
import { useAction } from '../../ui/use-action.ts';
import { useGovernance } from '../use-governance.ts';
import { useLive } from '../use-live.ts';
import { type Rule, type RuleValue, sameValue, settingOf } from './rule.ts';
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
  const [steps, setSteps] = useState<readonly Step[]>([]);
  const saving = useAction(async (change: GovernanceChange, step: Step | undefined) => {
    await gatehouse().call('governance.set', change);
    setSteps((before) => (step ? [...before, step] : before.slice(0, -1)));
    announce(step ? `Saved: ${step.text}` : 'Taken back.');
  });
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
    last: steps.at(-1),
    error: saving.error,
    clearError: saving.clear,
    set: (rule: Rule, value: RuleValue) => {
      if (!governance || sameValue(settingOf(governance, rule), value)) return;
      const before = settingOf(governance, rule);
      const text = `${rule.label}: ${valueText(rule, before)} → ${valueText(rule, value)}`;
      void saving.run(changeOf(rule, value), { text, back: changeOf(rule, before) });
    },
    undo: () => {
      const step = steps.at(-1);
      if (step) void saving.run(step.back, undefined);
    },
    toDefaults: () => {
      if (!governance || !defaults) return;
      const differing = ALL.filter(changed);
      const text = `${differing.length} switches are back at their defaults`;
      void saving.run(pick(differing, defaults), { text, back: pick(differing, governance) });
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
