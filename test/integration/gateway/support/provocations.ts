import type { GatewayRule } from '../../../../src-main/gateway/rules.ts';
import { credentialProvocations } from './credential-provocations.ts';
import { dpopProvocations } from './dpop-provocations.ts';
import type { Fixture, FixtureOptions } from './gateway-fixture.ts';
import { shapeProvocations } from './shape-provocations.ts';
import { tokenProvocations } from './token-provocations.ts';
import { upstreamProvocations } from './upstream-provocations.ts';

/** A way to be refused by one rule: sends a request and answers what came back. */
export interface Provocation {
  /** What the person did, for the name of the test. */
  readonly by: string;
  readonly options?: FixtureOptions;
  send(fixture: Fixture): Promise<Refused>;
}

/** What the client saw. `problem` is empty when the connection was cut in the middle of an answer. */
export interface Refused {
  readonly status: number;
  readonly problem: Record<string, unknown>;
  readonly headers: Headers;
}

export type Provocations<R extends GatewayRule> = Record<R, readonly Provocation[]>;

/** At least one for each rule: a rule without one does not pass the type check. */
export const PROVOCATIONS: Provocations<GatewayRule> = {
  ...shapeProvocations,
  ...credentialProvocations,
  ...tokenProvocations,
  ...dpopProvocations,
  ...upstreamProvocations,
};
