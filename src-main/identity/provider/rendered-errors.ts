import type { Configuration } from 'oidc-provider';
import type { IdentityParts } from '../parts.ts';
import { refinedRule } from '../recording/refusal-facts.ts';
import { explainRefusal } from '../refusals.ts';
import { sendRefusal } from '../signin/refuse-page.ts';

/** The page for errors of the library that a browser gets to see. The rule on it is the one in the log. */
export function renderedErrors(parts: IdentityParts): NonNullable<Configuration['renderError']> {
  return async (ctx, _out, error) => {
    const refusal = explainRefusal(error, ctx.oidc.route);
    const client = ctx.oidc.client;
    const asked = ctx.oidc.params ?? ctx.query;
    const application = client?.clientName ?? client?.clientId;
    sendRefusal(parts, ctx, refusal, refinedRule(parts, ctx, refusal), {
      ...(application === undefined ? {} : { application }),
      parameters: JSON.parse(JSON.stringify(asked)) as Record<string, unknown>,
    });
  };
}
