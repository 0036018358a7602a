import { z } from 'zod';
import {
  CLAIM_MAPPERS,
  type ClaimMapper,
  type ClaimOrigin,
  type EventLink,
  type RecordedOrigin,
  recordedOriginSchema,
} from '../contract/claim-origins.ts';
import { GatehouseError } from '../contract/errors.ts';
import type { EventType } from '../contract/event-types.ts';
import type { SandboxEvent } from '../contract/events.ts';
import type { MethodParams } from '../contract/methods.ts';
import type { Core } from '../events/core.ts';
import { decisionTitle } from './views/decisions.ts';

const ASKING: EventType[] = ['idp.authorization.requested', 'idp.par.accepted', 'idp.device.started'];

const recordedSchema = z.record(z.string(), recordedOriginSchema);
const changeSchema = z.object({
  from: z.object({ requestedScopes: z.array(z.string()) }),
  to: z.object({ requestedScopes: z.array(z.string()) }),
});

/**
 * Where the claims of a token or an answer come from: what the provider recorded as it mapped them, and the events by
 * which it came to that. An event that the log no longer holds is left out.
 *
 * Throws `claims.origins-unknown` when no event tells of the token.
 */
export function claimOrigins(core: Core, params: MethodParams<'claims.origins'>): ClaimOrigin[] {
  const event = told(core, params);
  const recorded = recordedSchema.safeParse(event?.data.origins);
  if (!event || !recorded.success) throw unknownOrigins();
  const history = new History(core, event);
  return Object.entries(recorded.data).map(([name, origin]) => ({
    name,
    ...describe(name, origin),
    scopes: scopesOf(name, origin, event).map((scope) => history.ofScope(scope)),
    ...(/^(?:sign-in|session)\./.test(origin.mapper) && history.signedIn()),
  }));
}

function describe(name: string, { mapper, parameter, lifetime }: RecordedOrigin) {
  const { title, standard, attribute } = textOf(mapper);
  return {
    mapper,
    title,
    standard,
    ...(attribute && { attribute: mapper === 'directory.claim' ? `${attribute}.${name}` : attribute }),
    ...(parameter && { parameter }),
    ...(lifetime !== undefined && { lifetime }),
  };
}

const textOf = (mapper: ClaimMapper): { title: string; standard: string; attribute?: string } =>
  CLAIM_MAPPERS[mapper];

/** The claim `scope` holds several; any other is let out by one at most. */
function scopesOf(name: string, origin: RecordedOrigin, event: SandboxEvent): string[] {
  if (name === 'scope')
    return String(event.data.scope ?? '')
      .split(' ')
      .filter(Boolean);
  return origin.scope === undefined ? [] : [origin.scope];
}

function told(core: Core, { seq, handle }: MethodParams<'claims.origins'>): SandboxEvent | undefined {
  if (seq !== undefined) return core.log.list({ after: seq - 1, limit: 1 }).find((each) => each.seq === seq);
  if (handle === undefined) return undefined;
  return core.log
    .list({ types: ['idp.token.issued'], search: handle, limit: 5 })
    .find((each) => each.data.handle === handle);
}

/** What had happened before an event, as far as the log holds it. */
class History {
  readonly #core: Core;
  readonly #event: SandboxEvent;
  readonly #asked: SandboxEvent[];

  constructor(core: Core, event: SandboxEvent) {
    this.#core = core;
    this.#event = event;
    const flows = event.flow === undefined ? [] : core.correlator.members(event.flow);
    const asked = core.log.list({ types: ASKING, flows, before: event.seq, limit: 50 });
    this.#asked = asked.filter(({ data }) => data.client === event.data.client).reverse();
  }

  ofScope(scope: string): ClaimOrigin['scopes'][number] {
    const requested = this.#asked.find(({ data }) => hasScope(data.scope, scope));
    const consented = this.#consented(scope);
    const changed = this.#changed(scope, requested?.seq ?? this.#event.seq);
    return {
      scope,
      ...(requested && { requested: link(requested) }),
      ...(consented && { consented: link(consented) }),
      ...(changed && { changed: link(changed) }),
    };
  }

  /** The sign-in with which the session began. */
  signedIn(): { signedIn?: EventLink } {
    const { session, seq } = this.#event;
    if (session === undefined) return {};
    const found = this.#core.log
      .list({ types: ['idp.session.started'], search: session, before: seq, limit: 20 })
      .findLast((event) => event.session === session);
    return found ? { signedIn: link(found) } : {};
  }

  /** When the person allowed the scope, in the grant behind the token. */
  #consented(scope: string): SandboxEvent | undefined {
    const { grant } = this.#event.data;
    if (typeof grant !== 'string') return undefined;
    return this.#core.log
      .list({ types: ['idp.consent.granted'], search: grant, before: this.#event.seq, limit: 50 })
      .findLast(({ data }) => data.grant === grant && allows(data, scope));
  }

  /** The newest change of the application before which it did not ask for the scope, and after which it did. */
  #changed(scope: string, before: number): SandboxEvent | undefined {
    return this.#core.log
      .list({ types: ['config.changed'], before, limit: 500 })
      .filter(({ data }) => data.client === this.#event.data.client)
      .findLast(({ data }) => {
        const change = changeSchema.safeParse(data);
        if (!change.success) return false;
        const { from, to } = change.data;
        return to.requestedScopes.includes(scope) && !from.requestedScopes.includes(scope);
      });
  }
}

const link = (event: SandboxEvent): EventLink => ({
  seq: event.seq,
  title: decisionTitle(event),
  vtime: event.vtime,
  ...(event.flow !== undefined && { flow: event.flow }),
  ...(event.span !== undefined && { span: event.span }),
});

const hasScope = (value: unknown, scope: string): boolean =>
  typeof value === 'string' && value.split(' ').includes(scope);

function allows(data: SandboxEvent['data'], scope: string): boolean {
  const apis = Object.values((data.apiScopes as Record<string, string[]> | undefined) ?? {}).flat();
  const identity = (data.identityScopes as string[] | undefined) ?? [];
  return [...identity, ...apis].includes(scope);
}

function unknownOrigins(): GatehouseError {
  return new GatehouseError({
    code: 'claims.origins-unknown',
    what: 'Nothing is known of where these claims come from.',
    why: 'This provider did not issue the token, or the log that told of it was cleared.',
    next: 'Get a new token, and look at that one.',
    status: 404,
  });
}
