import type { Governance } from '../../../src-main/contract/governance.ts';

type Section = keyof Governance;

/** Groups of the screen. */
export type RuleGroupId =
  | 'registration'
  | 'invitation'
  | 'lock'
  | 'idle'
  | 'disabling'
  | 'recovery'
  | 'strangers'
  | 'passwords'
  | 'reset'
  | 'address'
  | 'codes'
  | 'notifications'
  | 'sessions'
  | 'chain'
  | 'self-service';

/** How a switch is set. */
export type RuleControl =
  | { kind: 'flag' }
  | { kind: 'number'; min: number; max: number; step?: number; unit?: string }
  /** In ms; from one second to ten years where nothing else is said. */
  | { kind: 'duration'; min?: number; max?: number }
  /** Numbers, in order; as many as `most`. */
  | { kind: 'numbers'; min: number; max: number; most: number; unit: string }
  /** Text of one pattern; `wanted` says it in words. */
  | { kind: 'text'; pattern: RegExp; wanted: string }
  | { kind: 'choice'; options: readonly { value: string; label: string }[] };

/** What stands behind a switch: `inferred` from sources without having been seen to run, or the sandbox's `ours`. */
export type RuleOrigin = 'inferred' | 'ours';

/** One switch as the screen tells it. */
export interface RuleText {
  group: RuleGroupId;
  label: string;
  /** What it changes, in plain words. */
  about: string;
  control: RuleControl;
  /** WSO2's name for it. */
  wso2?: string;
  origin?: RuleOrigin;
}

/** The text of every switch. Null: the screen does not offer it, since nothing reads it yet, or another screen does. */
export type RuleTexts = { [S in Section]: { [K in keyof Governance[S]]: RuleText | null } };

/** One switch with its place in the settings. */
export interface Rule extends RuleText {
  section: Section;
  key: string;
}

/** Switches that people think of together. */
export interface RuleGroup {
  id: RuleGroupId;
  title: string;
  about?: string;
  rules: readonly Rule[];
}

export const idOf = ({ section, key }: Pick<Rule, 'section' | 'key'>): string => `${section}.${key}`;

/** The value of a switch. */
export function settingOf(governance: Governance, { section, key }: Rule): RuleValue {
  return (governance[section] as unknown as Record<string, RuleValue>)[key] ?? false;
}
export type RuleValue = boolean | number | string | readonly number[];

export const FLAG: RuleControl = { kind: 'flag' };
export const DURATION: RuleControl = { kind: 'duration' };

/** Whether two values are the same. */
export const sameValue = (a: RuleValue, b: RuleValue): boolean => JSON.stringify(a) === JSON.stringify(b);
