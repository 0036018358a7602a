import type { ApiRecord } from '../../store/apis.ts';

/** What access tokens can be issued for: an API behind the gateway, or the provider's own SCIM (RFC 8707). */
export interface ProtectedResource {
  /** For people. */
  name: string;
  /** The resource indicator, which is also the audience of the tokens. */
  resource: string;
  tokenFormat: 'jwt' | 'opaque';
  /** s. */
  accessTokenTtl: number;
  scopes: readonly { name: string; about: string }[];
}

/** An API as something that tokens are issued for. */
export const resourceOfApi = ({ name, definition }: ApiRecord): ProtectedResource => ({
  name,
  ...definition,
});
