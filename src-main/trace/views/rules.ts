/** Rules whose names in plain words are not the words of their ids. */
const NAMES: Readonly<Record<string, string>> = {
  'gw.token.expiry': 'Lifetime',
  'gw.token.type': 'Token type',
  'gw.token.format': 'Token format',
  'gw.token.header': 'Token header',
  'gw.scope.required': 'Scope',
  'gw.credential.present': 'Token present',
  'gw.credential.single': 'Token given once',
  'gw.credential.place': 'Place of the token',
  'gw.credential.scheme': 'Scheme',
  'gw.credential.syntax': 'Token syntax',
  'gw.route.api': 'API',
  'gw.dpop.binding': 'Token binding',
  'gw.introspection.active': 'Active token',
  'idp.signin.password': 'Password',
  'idp.signin.account-known': 'Account known',
  'idp.signin.account-enabled': 'Account enabled',
  'idp.signin.credentials-given': 'Credentials given',
  'idp.pkce.match': 'PKCE verifier',
  'idp.pkce.required': 'PKCE given',
  'idp.prompt.no-session': 'Signed in',
  'idp.prompt.login-prompt': 'Fresh sign-in',
  'idp.prompt.consent-prompt': 'Fresh consent',
  'idp.prompt.native-client-prompt': 'Consent, native app',
  'idp.prompt.op-scopes-missing': 'Consent to scopes',
  'idp.prompt.rs-scopes-missing': 'Consent to API scopes',
  'idp.prompt.op-claims-missing': 'Consent to claims',
  'idp.consent.allowed': 'Consent',
  'idp.scope.openid': 'Scope openid',
  'api.object.owner': 'Owner of the object',
  'api.object.exists': 'Object exists',
};

/** Subjects that add nothing to the words after them. */
const PLAIN_SUBJECTS = /^(?:gw\.(?:token|route)|idp\.signin|address)\./;

const ACRONYMS: Readonly<Record<string, string>> = {
  acr: 'ACR',
  api: 'API',
  cors: 'CORS',
  dpop: 'DPoP',
  http: 'HTTP',
  id: 'ID',
  otac: 'one-time code',
  par: 'PAR',
  pkce: 'PKCE',
  uri: 'URI',
};

/** A rule's id in plain words: `gw.scope.required` is `Scope`, `idp.code.unexpired` is `Code unexpired`. */
export function ruleLabel(rule: string): string {
  const name = NAMES[rule];
  if (name !== undefined) return name;
  const local = rule.replace(PLAIN_SUBJECTS, '').replace(/^(?:gw|idp|app|http|api)\./, '');
  const words = local
    .split(/[._-]+/)
    .filter((word) => word !== '')
    .map((word) => ACRONYMS[word] ?? word);
  const text = words.join(' ');
  return text === '' ? rule : text.charAt(0).toUpperCase() + text.slice(1);
}
