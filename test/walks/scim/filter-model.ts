import fc from 'fast-check';
import type { JsonObject } from '../../../src-main/contract/json.ts';
import { folded } from './directory-model.ts';

const MANAGER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value';

/** A filter, to be written down and to be evaluated without a database. */
export type Wanted =
  | { op: 'and' | 'or'; left: Wanted; right: Wanted }
  | { op: 'not'; inner: Wanted }
  | { op: 'each'; path: 'emails'; inner: Wanted }
  | { op: 'pr'; path: string }
  | { op: Comparison; path: string; value: string | boolean | null };
type Comparison = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';

/** Values that occur in walks, and some that do not. */
export const TEXTS = [
  'Lead',
  'lead',
  'LEAD 2',
  '100%',
  'a_b',
  'axb',
  'Ä',
  'ä',
  'quote"d',
  'back\\slash',
] as const;
const text = fc.constantFrom<string>(
  ...TEXTS,
  'e',
  '',
  'ann',
  'BO',
  'X1',
  'x1',
  'home',
  'work',
  '@',
  'alice',
);
const ofText = fc.constantFrom<Comparison>('eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le');
const compare = (...paths: string[]): fc.Arbitrary<Wanted> =>
  fc.record({ op: ofText, path: fc.constantFrom(...paths), value: text });

const leaf: fc.Arbitrary<Wanted> = fc.oneof(
  { weight: 6, arbitrary: compare('userName', 'USERNAME', 'title', 'externalId', 'displayName') },
  {
    weight: 3,
    arbitrary: compare('emails.value', 'emails', 'emails.type', 'groups.display', 'groups.value'),
  },
  { weight: 1, arbitrary: compare(MANAGER) },
  {
    weight: 2,
    arbitrary: fc.record({
      op: fc.constantFrom<Comparison>('eq', 'ne'),
      path: fc.constant('active'),
      value: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      op: fc.constant('pr' as const),
      path: fc.constantFrom('title', 'externalId', 'emails', 'groups', 'userName', MANAGER),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      op: fc.constantFrom<Comparison>('eq', 'ne'),
      path: fc.constantFrom('title', 'externalId'),
      value: fc.constant(null),
    }),
  },
);

const inside: fc.Arbitrary<Wanted> = fc.oneof(
  compare('value', 'type'),
  fc.record({
    op: fc.constantFrom<Comparison>('eq', 'ne'),
    path: fc.constant('primary'),
    value: fc.boolean(),
  }),
);
const join = (part: fc.Arbitrary<Wanted>): fc.Arbitrary<Wanted> =>
  fc.record({ op: fc.constantFrom('and' as const, 'or' as const), left: part, right: part });
const negate = (part: fc.Arbitrary<Wanted>): fc.Arbitrary<Wanted> =>
  fc.record({ op: fc.constant('not' as const), inner: part });

export const filters: fc.Arbitrary<Wanted> = fc.letrec<{ filter: Wanted }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.record({
      op: fc.constant('each' as const),
      path: fc.constant('emails' as const),
      inner: fc.oneof(inside, join(inside), negate(inside)),
    }),
    join(tie('filter')),
    negate(tie('filter')),
  ),
})).filter;

/** The filter as a client writes it. */
export function written(filter: Wanted): string {
  switch (filter.op) {
    case 'and':
    case 'or':
      return `(${written(filter.left)}) ${filter.op} (${written(filter.right)})`;
    case 'not':
      return `not (${written(filter.inner)})`;
    case 'each':
      return `${filter.path}[${written(filter.inner)}]`;
    case 'pr':
      return `${filter.path} pr`;
    default:
      return `${filter.path} ${filter.op} ${JSON.stringify(filter.value)}`;
  }
}

/** Whether a resource, as SCIM shows it, matches (RFC 7644 §3.4.2.2). */
export function matches(filter: Wanted, resource: JsonObject): boolean {
  switch (filter.op) {
    case 'and':
      return matches(filter.left, resource) && matches(filter.right, resource);
    case 'or':
      return matches(filter.left, resource) || matches(filter.right, resource);
    case 'not':
      return !matches(filter.inner, resource);
    case 'each':
      return ((resource.emails ?? []) as JsonObject[]).some((email) => matches(filter.inner, email));
    case 'pr':
      return valuesAt(resource, filter.path).some((value) => value !== undefined && value !== '');
    default: {
      const { op, path, value } = filter;
      const exact = EXACT.has(path);
      return valuesAt(resource, path).some((seen) => holds(op, seen, value, exact));
    }
  }
}

const EXACT: ReadonlySet<string> = new Set(['externalId', 'groups.value', MANAGER]);

/** The values that a path leads to; a single attribute without a value has one that is undefined. */
function valuesAt(resource: JsonObject, path: string): unknown[] {
  if (path === MANAGER) {
    const extension = resource[MANAGER.slice(0, -':manager.value'.length)] as JsonObject | undefined;
    return [(extension?.manager as JsonObject | undefined)?.value];
  }
  const [first = '', sub = 'value'] = path.split('.');
  if (first === 'emails' || first === 'groups')
    return ((resource[first] ?? []) as JsonObject[]).map((item) => item[sub]);
  const name = first.toLowerCase() === 'username' ? 'userName' : first;
  if (name === 'primary') return [resource.primary ?? false];
  return [resource[name]];
}

function holds(op: Comparison, seen: unknown, wanted: string | boolean | null, exact: boolean): boolean {
  if (wanted === null) return op === 'eq' ? seen === undefined : seen !== undefined;
  if (seen === undefined) return op === 'ne';
  if (typeof wanted === 'boolean') return op === 'eq' ? seen === wanted : seen !== wanted;
  const [one, other] = [String(seen), wanted].map((side) => (exact ? side : folded(side)));
  if (one === undefined || other === undefined) return false;
  const order = Buffer.compare(Buffer.from(one), Buffer.from(other));
  switch (op) {
    case 'eq':
      return order === 0;
    case 'ne':
      return order !== 0;
    case 'co':
      return one.includes(other);
    case 'sw':
      return one.startsWith(other);
    case 'ew':
      return one.endsWith(other);
    case 'gt':
      return order > 0;
    case 'ge':
      return order >= 0;
    case 'lt':
      return order < 0;
    case 'le':
      return order <= 0;
  }
}
