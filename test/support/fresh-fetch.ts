import { Agent, fetch as undiciFetch } from 'undici';

/** `fetch` with a connection for each call, as after a restart of the server none of the old ones lives. */
export const freshFetch = ((input: string, init: object) =>
  undiciFetch(input, { ...init, dispatcher: new Agent({ pipelining: 0 }) })) as unknown as typeof fetch;
