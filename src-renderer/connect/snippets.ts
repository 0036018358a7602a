/** What a snippet is filled with. */
export interface SnippetValues {
  issuer: string;
  clientId: string;
  clientSecret: string | undefined;
  redirectUri: string;
  /** An API to call: its address at the gateway, its RFC 8707 indicator and a scope of it. */
  api: { url: string; resource: string; scope: string };
}

/** A snippet in the words of one library or tool. */
export interface Snippet {
  id: string;
  label: string;
  code: string;
}

function openidClient(v: SnippetValues): string {
  return `import * as client from 'openid-client';

const config = await client.discovery(
  new URL('${v.issuer}'),
  '${v.clientId}',
  ${v.clientSecret ? `'${v.clientSecret}'` : 'undefined'},
  ${v.clientSecret ? 'undefined' : 'client.None()'},
  { execute: [client.allowInsecureRequests] }, // the sandbox speaks plain http, on this computer only
);

const verifier = client.randomPKCECodeVerifier();
const state = client.randomState();
const signIn = client.buildAuthorizationUrl(config, {
  redirect_uri: '${v.redirectUri}',
  scope: 'openid ${v.api.scope}',
  resource: '${v.api.resource}',
  code_challenge: await client.calculatePKCECodeChallenge(verifier),
  code_challenge_method: 'S256',
  state,
});
console.log('Open', signIn.href);

// At your redirect URI, with \`currentUrl\` the address that the browser came to:
const tokens = await client.authorizationCodeGrant(config, currentUrl, {
  pkceCodeVerifier: verifier,
  expectedState: state,
});
const answer = await fetch('${v.api.url}', {
  headers: { authorization: \`Bearer \${tokens.access_token}\` },
});`;
}

function oauth4webapi(v: SnippetValues): string {
  return `import * as oauth from 'oauth4webapi';

const issuer = new URL('${v.issuer}');
const plainHttp = { [oauth.allowInsecureRequests]: true }; // the sandbox speaks plain http, on this computer only
const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, plainHttp));
const client = { client_id: '${v.clientId}' };
const clientAuth = ${v.clientSecret ? `oauth.ClientSecretBasic('${v.clientSecret}')` : 'oauth.None()'};

const verifier = oauth.generateRandomCodeVerifier();
const state = oauth.generateRandomState();
const signIn = new URL(server.authorization_endpoint);
signIn.search = new URLSearchParams({
  client_id: client.client_id,
  response_type: 'code',
  redirect_uri: '${v.redirectUri}',
  scope: 'openid ${v.api.scope}',
  resource: '${v.api.resource}',
  code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
  code_challenge_method: 'S256',
  state,
});
console.log('Open', signIn.href);

// At your redirect URI, with \`currentUrl\` the address that the browser came to:
const params = oauth.validateAuthResponse(server, client, currentUrl, state);
const response = await oauth.authorizationCodeGrantRequest(
  server, client, clientAuth, params, '${v.redirectUri}', verifier, plainHttp,
);
const tokens = await oauth.processAuthorizationCodeResponse(server, client, response);`;
}

function curl(v: SnippetValues): string {
  const authentication = v.clientSecret
    ? `  --user '${v.clientId}:${v.clientSecret}' \\`
    : `  --data-urlencode 'client_id=${v.clientId}' \\`;
  return `# What the provider can do
curl '${v.issuer}/.well-known/openid-configuration'

# Exchange the code that came to your redirect URI
curl '${v.issuer}/token' \\
${authentication}
  --data-urlencode 'grant_type=authorization_code' \\
  --data-urlencode "code=$CODE" \\
  --data-urlencode "code_verifier=$VERIFIER" \\
  --data-urlencode 'redirect_uri=${v.redirectUri}'

# Call an API through the gateway
curl '${v.api.url}' --header "Authorization: Bearer $TOKEN"`;
}

/** The snippets for an application, ready to paste. */
export function snippetsFor(values: SnippetValues): Snippet[] {
  return [
    { id: 'openid-client', label: 'openid-client', code: openidClient(values) },
    { id: 'oauth4webapi', label: 'oauth4webapi', code: oauth4webapi(values) },
    { id: 'curl', label: 'curl', code: curl(values) },
  ];
}
