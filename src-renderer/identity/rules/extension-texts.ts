import type { RuleTexts } from './rule.ts';

/** What the Extensions screen sets: it belongs to one extension each, and is not offered a second time here. */
export const EXTENSION_TEXTS: Pick<
  RuleTexts,
  'preIssueAccessToken' | 'preUpdatePassword' | 'selfServiceGroups'
> = {
  selfServiceGroups: { mode: null, prefix: null },
  preIssueAccessToken: { service: null, url: null, timeoutMs: null },
  preUpdatePassword: { service: null, url: null, timeoutMs: null, shares: null },
};
