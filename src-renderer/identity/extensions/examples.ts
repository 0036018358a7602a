import type { Extension } from '../../../src-main/contract/extensions.ts';

/** Something to start from, with an input to try it with. */
export interface Example {
  extension: Extension;
  input: string;
}

const text = (value: object): string => JSON.stringify(value, null, 2);

const ERIN = { username: 'erin', name: 'Erin Vale', email: 'erin@mail.example', claims: {}, groups: [] };

const REGISTRATION = {
  user: {
    username: 'erin',
    password: 'a long enough one',
    claims: [{ uri: 'http://wso2.org/claims/emailaddress', value: 'erin@mail.example' }],
  },
};

/** Endpoints to start from. */
export const ENDPOINT_EXAMPLES: readonly Example[] = [
  {
    extension: {
      kind: 'endpoint',
      id: 'register-and-resend',
      title: 'Register in one call',
      enabled: true,
      method: 'POST',
      path: 'register',
      access: 'anyone',
      source: `// Two existing endpoints behind one. Each call is a hop of the same trace.
export default async function ({ body }) {
  const made = await call('POST', '/api/identity/user/v1.0/me', { body });
  if (made.status !== 201)
    return { status: 409, body: { step: 'register', why: made.body.description } };

  const again = await call('POST', '/api/identity/user/v1.0/resend-code', {
    body: { user: { username: body.user.username } },
  });
  console.log('made', made.body.code, 'sent again', again.body.code);
  return { status: 201, body: { registered: body.user.username } };
}
`,
    },
    input: text({ body: REGISTRATION }),
  },
  {
    extension: {
      kind: 'endpoint',
      id: 'who-is-here',
      title: 'Count people, as the sandbox itself',
      enabled: true,
      method: 'GET',
      path: 'people/count',
      access: 'bearer',
      source: `// as: 'sandbox' is all-powerful. What may the caller learn by it?
export default async function ({ caller, query }) {
  const filter = query.begin ? '&filter=' + encodeURIComponent(\`userName sw "\${query.begin}"\`) : '';
  const found = await call('GET', '/scim2/Users?count=0' + filter, { as: 'sandbox' });
  return { body: { asked: caller, people: found.body.totalResults } };
}
`,
    },
    input: text({ caller: { via: 'sandbox' }, query: { begin: 'a' } }),
  },
];

/** Handlers to start from. */
export const HANDLER_EXAMPLES: readonly Example[] = [
  {
    extension: {
      kind: 'handler',
      id: 'own-people-only',
      title: 'Only people of the bank register',
      enabled: true,
      event: 'PRE_SELF_SIGNUP_REGISTER',
      priority: 100,
      source: `// Asked before anything is written: a veto leaves nothing behind.
export default function ({ payload }) {
  if (!payload.email.endsWith('@harbour.example'))
    veto('Only people of the bank may register here.');
}
`,
    },
    input: text({ trigger: 'self-register', ...ERIN }),
  },
  {
    extension: {
      kind: 'handler',
      id: 'tidy-names',
      title: 'Write names in one way',
      enabled: true,
      event: 'PRE_ADD_USER',
      priority: 50,
      source: `// What it returns takes the place of what was sent: name, email, claims.
export default function ({ payload }) {
  const tidy = payload.name.trim().replace(/\\s+/g, ' ');
  return { name: tidy, claims: { registered_by: payload.trigger } };
}
`,
    },
    input: text({ trigger: 'self-register', ...ERIN, name: '  Erin   Vale ' }),
  },
  {
    extension: {
      kind: 'handler',
      id: 'too-late',
      title: 'The same veto, too late',
      enabled: true,
      event: 'POST_SELF_SIGNUP_REGISTER',
      priority: 100,
      source: `// Told after the write: what it throws undoes nothing.
export default async function ({ account }) {
  if (account.email.endsWith('@harbour.example')) return;
  const { body } = await call('GET', '/scim2/Users?count=0', { as: 'sandbox' });
  throw new Error('not one of ours, and already one of ' + body.totalResults);
}
`,
    },
    input: text({ trigger: 'self-register', account: { username: 'erin', email: 'erin@mail.example' } }),
  },
];
