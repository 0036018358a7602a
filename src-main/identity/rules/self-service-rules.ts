import { defineRules } from './rule.ts';

const SAMPLE = 'WSO2 IS: sample authz-rest-selfservice, SelfServiceAuthzHandler';

/** Rules of self-service at an administrator's endpoint: what somebody without the scope may do with groups. */
export const SELF_SERVICE_RULES = defineRules({
  'scim.self.filter': {
    title: 'Without the scope, groups are listed by exactly the filter of self-service.',
    standard: SAMPLE,
    next: 'Send filter=displayName sw APP_ and nothing else, with the prefix that the directory has set.',
    answer: '403',
  },
  'scim.self.group': {
    title: 'Without the scope, only a group of self-service is changed.',
    standard: SAMPLE,
    next: 'Choose a group whose name begins with the prefix of self-service, or ask an administrator.',
    answer: '403',
  },
  'scim.self.path': {
    title: 'Without the scope, nothing but the members of a group is changed, and they are not all replaced.',
    standard: SAMPLE,
    next: 'Add or remove yourself: leave name, other attributes and the whole list of members alone.',
    answer: '403',
  },
  'scim.self.single': {
    title: 'Without the scope, exactly one member comes or goes, in all operations together.',
    standard: SAMPLE,
    next: 'Send one operation that adds you, or one that removes you.',
    answer: '403',
  },
  'scim.self.own': {
    title: 'Without the scope, the member that comes or goes is the caller herself.',
    standard: SAMPLE,
    next: 'Name yourself. Others join and leave by themselves, or through an administrator.',
    answer: '403',
  },
});
