/** The claims that a service has set, by the request in which the token is issued. */
const SET = new WeakMap<object, ReadonlySet<string>>();
const NONE: ReadonlySet<string> = new Set();

export function noteSetByAction(request: object, names: ReadonlySet<string>): void {
  SET.set(request, names);
}

/** Names of the claims of the access token that a service has set. */
export const setByAction = (request: object): ReadonlySet<string> => SET.get(request) ?? NONE;
