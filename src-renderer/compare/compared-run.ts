import type { FlowView } from '../../src-main/contract/flow.ts';
import type { Claims } from '../../src-main/trace/views/compare-claims.ts';
import { gatehouse } from '../store/index.ts';

/** One of the two runs that are compared. */
export type ComparedRun = {
  /** What a reader knows it by: `Live`, `Fork: scope added`, the title of a trace. */
  name: string;
  view: FlowView;
  /**
   * What a token of this run says, by its handle; undefined for an opaque one. Left out, the sandbox's own inspector
   * is asked, which knows the tokens of the live log.
   */
  claimsOf?: (handle: string) => Promise<Claims | undefined>;
};

/** The claims of a token of the live log; undefined for an opaque one. */
export async function inspectedClaims(handle: string): Promise<Claims | undefined> {
  const { claims } = await gatehouse().call('tokens.inspect', { token: handle });
  return claims && Object.fromEntries(claims.map(({ name, value }) => [name, value]));
}
