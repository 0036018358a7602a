import type { Exchange } from '../exchange.ts';
import { sameScheme } from '../tokens/credential.ts';

/** Whether a verified token came under the DPoP scheme, so that its proof must be looked at. */
export function underDpop({ claims, credential }: Exchange): boolean {
  return claims !== undefined && credential !== undefined && sameScheme(credential.scheme, 'DPoP');
}
