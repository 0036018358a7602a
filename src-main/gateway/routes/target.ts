/** The request target taken apart (RFC 9112 §3.2). */
export interface RequestTarget {
  readonly form: 'origin' | 'absolute' | 'asterisk' | 'other';
  /** Host and port of an absolute target. */
  readonly authority: string | null;
  /** As it arrived, without the query. */
  readonly rawPath: string;
  /** With its question mark, or empty. */
  readonly query: string;
  readonly fragment: boolean;
}

const ABSOLUTE = /^http:\/\/([^/?#]*)([^?#]*)/i;

/** Takes a request target apart without judging it. */
export function parseTarget(target: string): RequestTarget {
  const fragment = target.includes('#');
  const mark = target.indexOf('?');
  const query = mark < 0 ? '' : target.slice(mark);
  const beforeQuery = mark < 0 ? target : target.slice(0, mark);
  if (beforeQuery.startsWith('/')) {
    return { form: 'origin', authority: null, rawPath: beforeQuery, query, fragment };
  }
  const absolute = ABSOLUTE.exec(beforeQuery);
  if (absolute) {
    const [, authority = '', path = ''] = absolute;
    return { form: 'absolute', authority, rawPath: path === '' ? '/' : path, query, fragment };
  }
  return {
    form: target === '*' ? 'asterisk' : 'other',
    authority: null,
    rawPath: beforeQuery,
    query,
    fragment,
  };
}
