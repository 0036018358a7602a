import type { AccessToken, ClientCredentials, KoaContextWithOIDC } from 'oidc-provider';
import type { Reason } from '../../../contract/events.ts';
import type { JsonObject } from '../../../contract/json.ts';
import { compact } from '../../compact.ts';
import type { IdentityParts } from '../../parts.ts';
import { noteSigned, type Structured } from '../../recording/signed-claims.ts';
import { RuledError } from '../../ruled-error.ts';
import type { ACTION_RULES } from '../../rules/action-rules.ts';
import { IDP_RULES, reason } from '../../rules.ts';
import { type ActionSetup, callAction } from './call-action.ts';
import { noteSetByAction } from './set-by-action.ts';
import { allowedOperations, applyOperations, type TokenDraft } from './token-operations.ts';

type Token = AccessToken | ClientCredentials;
type Rule = keyof typeof ACTION_RULES;

/** Asks the service that is set for it, before a signed access token is issued. Costs nothing where none is set. */
export function preIssueAccessToken(parts: IdentityParts) {
  return async (ctx: KoaContextWithOIDC, token: Token, structured: Structured): Promise<void> => {
    noteSigned(token, structured);
    const setup = parts.lifecycle.governance.get().preIssueAccessToken;
    if (setup.service === 'none') return;
    await ask(parts, { ...setup, type: 'PRE_ISSUE_ACCESS_TOKEN' }, ctx, token, structured);
  };
}

async function ask(
  parts: IdentityParts,
  setup: ActionSetup,
  ctx: KoaContextWithOIDC,
  token: Token,
  structured: Structured,
): Promise<void> {
  const claims = { ...(structured.payload as JsonObject) };
  const scopes = String(claims.scope ?? '')
    .split(' ')
    .filter(Boolean);
  const account = token.kind === 'AccessToken' ? token.accountId : undefined;
  const result = await callAction(parts, setup, requestOf(ctx, claims, scopes, account));
  const refuse = (rule: Rule, reasons: Reason[], description: string, detail: string): never => {
    record(parts, setup, ctx, account, rule, reasons, detail);
    const [status = '500', error = 'server_error'] = IDP_RULES[rule].answer.split(' ');
    throw new RuledError(rule, { status: Number(status), error, description, detail });
  };
  if (!result.ok)
    return refuse(
      result.rule,
      result.reasons,
      'the service that is asked gave no usable answer',
      result.detail,
    );
  const { answer, reasons } = result;
  if (answer.actionStatus === 'FAILED') {
    const said = answer.failureDescription || answer.failureReason || 'no reason was given';
    const last = reason('idp.action.token', 'fail', { path: 'actionStatus', seen: answer.failureReason });
    return refuse('idp.action.token', [...reasons, last], said, said);
  }
  const draft: TokenDraft = { claims, scopes, changed: new Set() };
  const known = new Set((token.resourceServer?.scope ?? '').split(' '));
  const forbidden = applyOperations(draft, answer.operations, known);
  if (forbidden !== undefined) {
    const last = reason('idp.action.operations', 'fail', { path: 'operations', seen: forbidden });
    return refuse(
      'idp.action.operations',
      [...reasons, last],
      'the service that is asked wanted a change that it may not make',
      forbidden,
    );
  }
  const changes = answer.operations.map(({ op, path }) => `${op} ${path}`);
  reasons.push(
    reason('idp.action.operations', 'pass', { seen: `${changes.length} changes` }),
    reason('idp.action.token', 'pass'),
  );
  record(parts, setup, ctx, account, undefined, reasons, changes.join(', ') || 'nothing');
  const scope = draft.scopes.join(' ');
  const { scope: _, ...others } = draft.claims;
  structured.payload = { ...others, ...(scope === '' ? {} : { scope }) };
  // The answer of the endpoint and the register tell the scope of the token, so they tell the new one.
  if (draft.changed.has('scope')) token.scope = scope;
  noteSetByAction(ctx, draft.changed);
}

/** What the service is told, by WSO2's contract. No token and no secret is among it. */
function requestOf(
  ctx: KoaContextWithOIDC,
  claims: JsonObject,
  scopes: string[],
  account: string | undefined,
): JsonObject {
  return {
    event: {
      request: {
        clientId: ctx.oidc.client?.clientId ?? '',
        grantType: String(ctx.oidc.params?.grant_type ?? ''),
        scopes: [...scopes],
      },
      tenant: { id: '1', name: 'carbon.super' },
      ...(account === undefined ? {} : { user: { id: account } }),
      userStore: { id: 'UFJJTUFSWQ==', name: 'PRIMARY' },
      accessToken: {
        tokenType: 'JWT',
        scopes: [...scopes],
        claims: Object.entries(claims)
          .filter(([name, value]) => name !== 'scope' && value !== undefined)
          .map(([name, value]) => ({ name, value: value ?? null })),
      },
    },
    allowedOperations: allowedOperations(claims),
  };
}

function record(
  { core }: IdentityParts,
  { type, service }: ActionSetup,
  ctx: KoaContextWithOIDC,
  account: string | undefined,
  rule: Rule | undefined,
  reasons: Reason[],
  told: string,
): void {
  core.recorder.record({
    type: 'idp.action.called',
    outcome: rule === undefined ? 'allowed' : rule === 'idp.action.token' ? 'denied' : 'failed',
    ...(account === undefined ? {} : { subject: account }),
    reasons,
    data: compact({
      action: type,
      service,
      client: ctx.oidc.client?.clientId,
      rule,
      ...(rule === undefined ? { changes: told } : { detail: told }),
    }),
  });
}
