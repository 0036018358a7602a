import { formatDuration } from '../../ui/format.ts';
import type { Rule, RuleValue } from './rule.ts';

/** The value of a switch in words. */
export function valueText({ control }: Pick<Rule, 'control'>, value: RuleValue): string {
  if (control.kind === 'flag') return value === true ? 'on' : 'off';
  if (control.kind === 'duration') return formatDuration(Number(value));
  if (control.kind === 'choice')
    return control.options.find((option) => option.value === value)?.label ?? String(value);
  if (control.kind === 'numbers') return listText(value as readonly number[]) || 'none';
  if (control.kind === 'text') return String(value);
  return `${value}${control.unit ? ` ${control.unit}` : ''}`;
}

/** Numbers as people write them. */
export const listText = (numbers: readonly number[]): string => numbers.join(', ');
