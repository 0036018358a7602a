import { formatDuration } from '../../ui/format.ts';
import type { Rule, RuleValue } from './rule.ts';

/** The value of a switch in words. */
export function valueText({ control }: Pick<Rule, 'control'>, value: RuleValue): string {
  if (control.kind === 'flag') return value === true ? 'on' : 'off';
  if (control.kind === 'duration') return formatDuration(Number(value));
  if (control.kind === 'choice')
    return control.options.find((option) => option.value === value)?.label ?? String(value);
  return `${value}${control.unit ? ` ${control.unit}` : ''}`;
}
