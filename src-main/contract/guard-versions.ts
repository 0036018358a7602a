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

/** What a version of self-service reads of a PATCH, and whether it looks at what else than members is changed. */
export const SELF_SERVICE_VERSIONS = {
  sound: { reads: 'what the whole PATCH would do', path: 'heeded' },
  'first-operation': { reads: 'what the first operation would do', path: 'heeded' },
  'path-unchecked': { reads: 'the values of all operations', path: 'not-looked' },
} as const satisfies Record<string, { reads: string; path: Attention }>;
