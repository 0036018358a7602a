import type { PublishedRule, RuleText } from './contract/rules.ts';
import { HOST_RULES } from './control/host-rules.ts';
import { HTTP_RULES } from './events/http-rules.ts';
import { GATEWAY_ADVICE } from './gateway/rule-advice.ts';
import { GATEWAY_RULES, type GatewayRule, ruleSpec } from './gateway/rules.ts';
import { SCIM_RULES } from './identity/rules/scim-rules.ts';
import { IDP_RULES } from './identity/rules.ts';
import { APP_RULES } from './world/apps/server/app-rules.ts';
import { API_RULES } from './world/backends/api-rules.ts';
import { LINK_RULES } from './world/persona-switch/link-rules.ts';
import { MAIL_RULES } from './world/smtp/mail-rules.ts';

/**
 * Every rule by which any part of the sandbox can turn somebody away, from the tables that the parts themselves decide
 * by. Each denial in the log ends in exactly one of them.
 */
export function ruleBook(): PublishedRule[] {
  return [
    ...published('Identity provider', IDP_RULES),
    ...published('SCIM', SCIM_RULES),
    ...published('Gateway', gatewayTexts()),
    ...published('APIs', API_RULES),
    ...published('Applications', APP_RULES),
    ...published('Mail server', MAIL_RULES),
    ...published('Every listener of the sandbox', HTTP_RULES),
    ...published('User interface and persona browsers', { ...HOST_RULES, ...LINK_RULES }),
  ];
}

function published(part: string, rules: Readonly<Record<string, RuleText>>): PublishedRule[] {
  return Object.entries(rules).map(([rule, text]) => ({ rule, part, ...text }));
}

/** The gateway's answers are problem documents (RFC 9457) with a code of their own. */
function gatewayTexts(): Record<string, RuleText> {
  const names = Object.keys(GATEWAY_RULES) as GatewayRule[];
  return Object.fromEntries(
    names.map((rule) => {
      const { title, standard, status, code, error } = ruleSpec(rule);
      const answer = [status, code, error].filter((part) => part !== undefined).join(' ');
      return [rule, { title: `${title}.`, standard, next: GATEWAY_ADVICE[rule], answer }];
    }),
  );
}
