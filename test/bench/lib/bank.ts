/** What both providers of the bench serve: one client, one person, one API. */
export const CLIENT = { id: 'workbench', secret: 'workbench-sandbox-secret' } as const;
export const PERSON = { username: 'alice', password: 'alice-sandbox-1' } as const;
export const CALLBACK = 'http://127.0.0.1/callback';
export const RESOURCE = 'https://api.harbour.example/accounts';
export const SCOPE = 'accounts:read';
