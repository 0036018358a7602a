import type { RuleTexts } from './rule.ts';

/** Extensions: what a screen of its own sets, and draws, is not offered a second time here. */
export const EXTENSION_TEXTS: Pick<
  RuleTexts,
  'preIssueAccessToken' | 'preUpdatePassword' | 'selfServiceGroups'
> = {
  selfServiceGroups: {
    mode: {
      group: 'self-service',
      label: 'People join and leave groups by themselves',
      about:
        'Through SCIM, without a scope of administration. Two ways are flawed on purpose, after a published sample; Extensions draws what each reads.',
      control: {
        kind: 'choice',
        options: [
          { value: 'off', label: 'No self-service' },
          { value: 'sound', label: 'Sound' },
          { value: 'first-operation', label: 'Flawed: first operation only' },
          { value: 'path-unchecked', label: 'Flawed: path not read' },
        ],
      },
      origin: 'ours',
    },
    prefix: {
      group: 'self-service',
      label: 'Such groups begin with',
      about: 'Any other group stays the administrators’, whatever the request says.',
      control: {
        kind: 'text',
        pattern: /^[\w.-]{2,40}$/,
        wanted: '2 to 40 letters, digits, “_”, “.” or “-”',
      },
      origin: 'ours',
    },
  },
  preIssueAccessToken: { service: null, url: null, timeoutMs: null },
  preUpdatePassword: { service: null, url: null, timeoutMs: null, shares: null },
};
