import type { RuleText } from '../../contract/rules.ts';

/** The rule of the links that seat another persona at a person's own browser. */
export const LINK_RULES = {
  'persona.link.unused': {
    title: 'A link that changes the persona is used once, within two minutes.',
    standard: 'RFC 9110 §15.5.11',
    next: 'Choose the persona again to get a new link.',
    answer: '410',
  },
} as const satisfies Record<string, RuleText>;
