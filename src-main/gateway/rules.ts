/** Error codes that a challenge may carry (RFC 6750 §3.1, RFC 9449 §7.1 and §9). */
export type ChallengeError =
  | 'invalid_request'
  | 'invalid_token'
  | 'insufficient_scope'
  | 'invalid_dpop_proof'
  | 'use_dpop_nonce';

/** What is published about a rule of the gateway. */
export interface RuleSpec {
  /** The gateway's own code, `GH-<status>-<number>`: stable, and the same for every refusal by this rule. */
  readonly code: string;
  /** The HTTP status of a refusal (RFC 9110 §15). */
  readonly status: number;
  /** What the rule demands, in plain words. */
  readonly title: string;
  /** Where the demand comes from, with the section. */
  readonly standard: string;
  /** `error` of the challenge, where the answer carries one. */
  readonly error?: ChallengeError;
  /** The refusal asks for a credential or a nonce rather than turning one away. */
  readonly challenge?: true;
}

/**
 * Every rule by which the gateway can refuse a request, in the order in which they look. Names and codes are forever:
 * packs match on them.
 */
export const GATEWAY_RULES = {
  'gw.request.framing': {
    code: 'GH-400-01',
    status: 400,
    title: 'The message says in one way only where it ends and for whom it is',
    standard: 'RFC 9112 §6.1',
  },
  'gw.request.header-count': {
    code: 'GH-431-01',
    status: 431,
    title: 'The request carries no more header lines than the gateway reads',
    standard: 'RFC 6585 §5',
  },
  'gw.request.target-length': {
    code: 'GH-414-01',
    status: 414,
    title: 'The address is no longer than the gateway reads',
    standard: 'RFC 9110 §15.5.15',
  },
  'gw.request.target': {
    code: 'GH-400-02',
    status: 400,
    title: 'The request names a path on this gateway',
    standard: 'RFC 9112 §3.2',
  },
  'gw.request.path-encoding': {
    code: 'GH-400-03',
    status: 400,
    title: 'The path is encoded in one way that every server reads alike',
    standard: 'RFC 3986 §2.1',
  },
  'gw.request.path-segments': {
    code: 'GH-400-04',
    status: 400,
    title: 'The path has no empty segments and none that lead elsewhere',
    standard: 'RFC 3986 §3.3',
  },
  'gw.request.body-size': {
    code: 'GH-413-01',
    status: 413,
    title: 'The body is no larger than the gateway forwards',
    standard: 'RFC 9110 §15.5.14',
  },
  'gw.cors.preflight': {
    code: 'GH-403-02',
    status: 403,
    title: 'A page may ask only if its origin belongs to an application that is known here',
    standard: 'Fetch §3.2.2',
  },
  'gw.route.api': {
    code: 'GH-404-01',
    status: 404,
    title: 'The first part of the path names a published API',
    standard: 'RFC 9110 §15.5.5',
  },
  'gw.route.version': {
    code: 'GH-404-02',
    status: 404,
    title: 'The second part of the path names a version of the API',
    standard: 'RFC 9110 §15.5.5',
  },
  'gw.route.operation': {
    code: 'GH-404-03',
    status: 404,
    title: 'The API has an operation at this path',
    standard: 'RFC 9110 §15.5.5',
  },
  'gw.route.method': {
    code: 'GH-405-01',
    status: 405,
    title: 'The operation takes this method',
    standard: 'RFC 9110 §15.5.6',
  },
  'gw.credential.single': {
    code: 'GH-400-05',
    status: 400,
    title: 'The token is presented in one way only',
    standard: 'RFC 6750 §2',
    error: 'invalid_request',
  },
  'gw.credential.place': {
    code: 'GH-400-06',
    status: 400,
    title: 'The token travels in the Authorization header, never in the address',
    standard: 'RFC 9700 §4.3.2',
    error: 'invalid_request',
  },
  'gw.credential.present': {
    code: 'GH-401-01',
    status: 401,
    title: 'The request carries an access token',
    standard: 'RFC 6750 §3.1',
    challenge: true,
  },
  'gw.credential.scheme': {
    code: 'GH-401-02',
    status: 401,
    title: 'The Authorization header uses the Bearer or the DPoP scheme',
    standard: 'RFC 6750 §2.1',
  },
  'gw.credential.syntax': {
    code: 'GH-400-07',
    status: 400,
    title: 'What follows the scheme has the form of a token',
    standard: 'RFC 6750 §2.1',
    error: 'invalid_request',
  },
  'gw.token.format': {
    code: 'GH-401-03',
    status: 401,
    title: 'The token is one signed JWT with a readable header and readable claims',
    standard: 'RFC 7519 §7.2',
    error: 'invalid_token',
  },
  'gw.token.header': {
    code: 'GH-401-04',
    status: 401,
    title: 'The header of the token brings no key of its own and no extension that the gateway does not know',
    standard: 'RFC 8725 §3.10',
    error: 'invalid_token',
  },
  'gw.token.algorithm': {
    code: 'GH-401-05',
    status: 401,
    title: 'The token is signed with an asymmetric algorithm that the gateway allows',
    standard: 'RFC 8725 §3.1',
    error: 'invalid_token',
  },
  'gw.token.type': {
    code: 'GH-401-06',
    status: 401,
    title: 'The token says that it is an access token',
    standard: 'RFC 9068 §4',
    error: 'invalid_token',
  },
  'gw.keys.available': {
    code: 'GH-503-01',
    status: 503,
    title: 'The gateway knows the keys of the provider',
    standard: 'RFC 8414 §2',
  },
  'gw.token.key': {
    code: 'GH-401-07',
    status: 401,
    title: 'The token names a key that the provider publishes for its algorithm',
    standard: 'RFC 7515 §4.1.4',
    error: 'invalid_token',
  },
  'gw.token.signature': {
    code: 'GH-401-08',
    status: 401,
    title: 'The signature of the token fits its content and the key of the provider',
    standard: 'RFC 7515 §5.2',
    error: 'invalid_token',
  },
  'gw.introspection.available': {
    code: 'GH-503-02',
    status: 503,
    title: 'The provider answers what an opaque token stands for',
    standard: 'RFC 7662 §2.3',
  },
  'gw.introspection.active': {
    code: 'GH-401-16',
    status: 401,
    title: 'The provider says that the opaque token is active',
    standard: 'RFC 7662 §2.2',
    error: 'invalid_token',
  },
  'gw.token.issuer': {
    code: 'GH-401-09',
    status: 401,
    title: 'The token comes from the provider that the gateway trusts',
    standard: 'RFC 9068 §4',
    error: 'invalid_token',
  },
  'gw.token.audience': {
    code: 'GH-401-10',
    status: 401,
    title: 'The token was issued for this API',
    standard: 'RFC 9068 §4',
    error: 'invalid_token',
  },
  'gw.token.claims': {
    code: 'GH-401-11',
    status: 401,
    title: 'The token holds every claim that an access token must have',
    standard: 'RFC 9068 §2.2',
    error: 'invalid_token',
  },
  'gw.token.issued-at': {
    code: 'GH-401-12',
    status: 401,
    title: 'The token was not issued in the future',
    standard: 'RFC 7519 §4.1.6',
    error: 'invalid_token',
  },
  'gw.token.not-before': {
    code: 'GH-401-13',
    status: 401,
    title: 'The time from which the token counts has come',
    standard: 'RFC 7519 §4.1.5',
    error: 'invalid_token',
  },
  'gw.token.expiry': {
    code: 'GH-401-14',
    status: 401,
    title: 'The token has not expired',
    standard: 'RFC 7519 §4.1.4',
    error: 'invalid_token',
  },
  'gw.token.not-revoked': {
    code: 'GH-401-15',
    status: 401,
    title: 'The token stands in the register of the provider and was not revoked',
    standard: 'RFC 7009 §2.1',
    error: 'invalid_token',
  },
  'gw.dpop.binding': {
    code: 'GH-401-17',
    status: 401,
    title: 'A token that is bound to a key is presented with the DPoP scheme, and no other is',
    standard: 'RFC 9449 §7.1',
    error: 'invalid_token',
  },
  'gw.dpop.proof': {
    code: 'GH-401-18',
    status: 401,
    title: 'The request carries exactly one DPoP proof',
    standard: 'RFC 9449 §4.3 (1)',
    error: 'invalid_dpop_proof',
  },
  'gw.dpop.format': {
    code: 'GH-401-19',
    status: 401,
    title: 'The proof is a JWT of its type, with a public key, an allowed algorithm and all its claims',
    standard: 'RFC 9449 §4.2',
    error: 'invalid_dpop_proof',
  },
  'gw.dpop.signature': {
    code: 'GH-401-20',
    status: 401,
    title: 'The proof is signed with the key that it shows',
    standard: 'RFC 9449 §4.3 (6)',
    error: 'invalid_dpop_proof',
  },
  'gw.dpop.method': {
    code: 'GH-401-21',
    status: 401,
    title: 'The proof was made for this method',
    standard: 'RFC 9449 §4.3 (8)',
    error: 'invalid_dpop_proof',
  },
  'gw.dpop.address': {
    code: 'GH-401-22',
    status: 401,
    title: 'The proof was made for this address',
    standard: 'RFC 9449 §4.3 (9)',
    error: 'invalid_dpop_proof',
  },
  'gw.dpop.nonce': {
    code: 'GH-401-23',
    status: 401,
    title: 'The nonce of the proof is one that the gateway gave lately',
    standard: 'RFC 9449 §9',
    error: 'use_dpop_nonce',
    challenge: true,
  },
  'gw.dpop.time': {
    code: 'GH-401-24',
    status: 401,
    title: 'The proof was made just now',
    standard: 'RFC 9449 §11.1',
    error: 'use_dpop_nonce',
  },
  'gw.dpop.token': {
    code: 'GH-401-25',
    status: 401,
    title: 'The proof was made for this token',
    standard: 'RFC 9449 §4.3 (12)',
    error: 'invalid_dpop_proof',
  },
  'gw.dpop.key': {
    code: 'GH-401-26',
    status: 401,
    title: 'The token is bound to the key of the proof',
    standard: 'RFC 9449 §4.3 (12)',
    error: 'invalid_token',
  },
  'gw.dpop.replay': {
    code: 'GH-401-27',
    status: 401,
    title: 'The proof was not used before',
    standard: 'RFC 9449 §11.1',
    error: 'invalid_dpop_proof',
  },
  'gw.scope.required': {
    code: 'GH-403-01',
    status: 403,
    title: 'The token carries the scope of the operation',
    standard: 'RFC 6750 §3.1',
    error: 'insufficient_scope',
  },
  'gw.request.body-time': {
    code: 'GH-408-01',
    status: 408,
    title: 'The body of the request arrives in time',
    standard: 'RFC 9110 §15.5.9',
  },
  'gw.upstream.known': {
    code: 'GH-503-03',
    status: 503,
    title: 'The API has a backend',
    standard: 'RFC 9110 §15.6.4',
  },
  'gw.upstream.reachable': {
    code: 'GH-502-01',
    status: 502,
    title: 'The backend takes the connection and keeps it until it has answered',
    standard: 'RFC 9110 §15.6.3',
  },
  'gw.upstream.in-time': {
    code: 'GH-504-01',
    status: 504,
    title: 'The backend answers in time',
    standard: 'RFC 9110 §15.6.5',
  },
  'gw.upstream.well-formed': {
    code: 'GH-502-02',
    status: 502,
    title: 'The backend answers in valid HTTP',
    standard: 'RFC 9110 §15.6.3',
  },
  'gw.upstream.complete': {
    code: 'GH-502-03',
    status: 502,
    title: 'The backend finishes the answer that it began',
    standard: 'RFC 9112 §8',
  },
} as const satisfies Record<string, RuleSpec>;

export type GatewayRule = keyof typeof GATEWAY_RULES;

/** The published facts about a rule. */
export function ruleSpec(rule: GatewayRule): RuleSpec {
  return GATEWAY_RULES[rule];
}
