import type { Exchange } from '../exchange.ts';
import type { FailureKind } from '../proxy/failure.ts';

/** What the rules on backends read: how the call ended. */
export type UpstreamInputs = {
  failure: FailureKind;
  /** Code of the network, the HTTP parser or the client library. */
  error: string;
  timeoutMs: number;
};

/** Defined once a call to a backend has failed. */
export function upstreamInputs({ upstreamFailure, match }: Exchange): UpstreamInputs | undefined {
  if (!upstreamFailure) return undefined;
  return {
    failure: upstreamFailure.kind,
    error: upstreamFailure.error,
    timeoutMs: match?.route?.api.definition.timeoutMs ?? 0,
  };
}
