/**
 * Names of rules in plain words, by the parts of a rule's id (`gw.scope.required`). The first entry that fits wins, so
 * the special stands before the general.
 */
const LABELS: [RegExp, string][] = [
  [/dpop[.-](nonce)/, 'DPoP nonce'],
  [/dpop[.-](replay|jti)/, 'DPoP replay'],
  [/dpop/, 'DPoP proof'],
  [/pkce|verifier|challenge/, 'PKCE'],
  [/redirect[-_]?uri/, 'Redirect URI'],
  [/signature|\bkey\b|\bkid\b/, 'Signature'],
  [/algorithm|\balg\b/, 'Algorithm'],
  [/issuer|\biss\b/, 'Issuer'],
  [/audience|\baud\b|resource/, 'Audience'],
  [/not[-_]before|\bnbf\b/, 'Not before'],
  [/issued[-_]at|\biat\b|future/, 'Issued at'],
  [/lifetime|expir|\bexp\b/, 'Lifetime'],
  [/scope/, 'Scope'],
  [/revo[ck]|register/, 'Revocation'],
  [/introspect|active/, 'Introspection'],
  [/token[.-](present|missing|required)|bearer|credentials[.-]present/, 'Token present'],
  [/token[.-](type|format|typ)|\btyp\b|format|wellformed|well-formed|parse/, 'Token format'],
  [/reuse|replay/, 'Reuse'],
  [/method/, 'Method'],
  [/route|path|operation/, 'Route'],
  [/upstream/, 'API behind the gateway'],
  [/password/, 'Password'],
  [/consent/, 'Consent'],
  [/session/, 'Session'],
  [/account|user\b/, 'Account'],
  [/client[.-](auth|secret|credentials)/, 'Client authentication'],
  [/client/, 'Client'],
  [/grant/, 'Grant'],
  [/origin/, 'Origin'],
  [/host/, 'Host'],
];

/** A rule's id in plain words: `gw.scope.required` is `Scope`. An unknown rule is shown by its own words. */
export function ruleLabel(rule: string): string {
  const local = rule.includes('.') ? rule.slice(rule.indexOf('.') + 1) : rule;
  const known = LABELS.find(([pattern]) => pattern.test(local));
  if (known !== undefined) return known[1];
  const words = local.replaceAll(/[._-]+/g, ' ').trim();
  return words === '' ? rule : words.charAt(0).toUpperCase() + words.slice(1);
}
