// The user interface draws these tables, and the directory decides by them. No schema stands beside them.

/** What a version of a guard does with a check. `ignored`: it looks, and throws the result away. */
export type Attention = 'heeded' | 'ignored' | 'not-looked';

/** The checks of the one-time authorization code, in order, and what each version does with them. */
export const CODE_VERSIONS = {
  sound: {
    'idp.otac.known': 'heeded',
    'idp.otac.unexpired': 'heeded',
    'idp.otac.unused': 'heeded',
    'idp.otac.operation': 'heeded',
    'idp.otac.account': 'heeded',
  },
  'result-ignored': {
    'idp.otac.known': 'ignored',
    'idp.otac.unexpired': 'ignored',
    'idp.otac.unused': 'ignored',
    'idp.otac.operation': 'ignored',
    'idp.otac.account': 'ignored',
  },
  'never-consumed': {
    'idp.otac.known': 'heeded',
    'idp.otac.unexpired': 'heeded',
    'idp.otac.unused': 'not-looked',
    'idp.otac.operation': 'not-looked',
    'idp.otac.account': 'not-looked',
  },
} as const satisfies Record<string, Record<string, Attention>>;

export type CodeCheck = keyof (typeof CODE_VERSIONS)['sound'];

/** For which answers a version hands out a code for the next call. */
export const CODE_HANDED_OUT = {
  sound: 'with what was let through',
  'result-ignored': 'with every answer',
  'never-consumed': 'with every answer',
} as const satisfies Record<keyof typeof CODE_VERSIONS, string>;

/**
 * What a version of self-service does: which part of a PATCH it reads, whether it looks at what else than members is
 * changed, what becomes of other parameters of the query, and which members an answer shows.
 */
export const SELF_SERVICE_VERSIONS = {
  sound: {
    reads: 'what the whole PATCH would do',
    path: 'heeded',
    otherParameters: 'refused',
    shows: 'no other members',
  },
  'first-operation': {
    reads: 'what the first operation would do',
    path: 'heeded',
    otherParameters: 'let through',
    shows: 'all members',
  },
  'path-unchecked': {
    reads: 'the values of all operations',
    path: 'not-looked',
    otherParameters: 'let through',
    shows: 'all members',
  },
} as const satisfies Record<
  string,
  {
    reads: string;
    path: Attention;
    otherParameters: 'refused' | 'let through';
    shows: 'no other members' | 'all members';
  }
>;
