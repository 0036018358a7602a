import type { JsonObject } from '../../contract/json.ts';
import type { StateStore } from '../../store/state-store.ts';
import { type Condition, filterSql, type Searched } from './filter/filter-sql.ts';
import { parseFilter } from './filter/parse-filter.ts';
import type { RuleChain } from './rule-chain.ts';
import { locate } from './schema/schemas.ts';

/** The parameters of a query (RFC 7644 §3.4.2), as they came. */
export interface Query {
  filter?: string | undefined;
  sortBy?: string | undefined;
  sortOrder?: string | undefined;
  startIndex?: string | number | undefined;
  count?: string | number | undefined;
}

/** The most resources of one answer, and how many there are when the client does not say. */
export const PAGE = { most: 1000, usual: 100 } as const;

/** A page of ids. */
export interface Found {
  ids: string[];
  total: number;
  startIndex: number;
}

/** Finds the ids of one page. Conditions, order and page are the database's work; no resource is read. */
export function search(store: StateStore, searched: Searched, query: Query, chain: RuleChain): Found {
  const { columns } = searched;
  const where = condition(query.filter, searched, chain);
  const order = orderOf(query, searched, chain);
  const startIndex = Math.max(1, number('startIndex', query.startIndex, 1, chain));
  const count = Math.min(PAGE.most, Math.max(0, number('count', query.count, PAGE.usual, chain)));
  const from = `FROM ${columns.from} WHERE ${where.sql}`;
  const total = store.prepare<{ n: number }>(`SELECT count(*) AS n ${from}`).get(...where.values)?.n ?? 0;
  if (count === 0 || startIndex > total) return { ids: [], total, startIndex };
  const rows = store
    .prepare<{ id: string }>(`SELECT ${columns.id} AS id ${from} ORDER BY ${order} LIMIT ? OFFSET ?`)
    .all(...where.values, count, startIndex - 1);
  return { ids: rows.map(({ id }) => id), total, startIndex };
}

function condition(filter: string | undefined, searched: Searched, chain: RuleChain): Condition {
  if (filter === undefined) return { sql: '1', values: [] };
  const found = filterSql(parseFilter(filter, chain), searched, chain);
  chain.pass('scim.filter.attribute', { path: 'filter', inputs: { filter } });
  return found;
}

function orderOf({ sortBy, sortOrder }: Query, { schemas, columns }: Searched, chain: RuleChain): string {
  if (sortBy === undefined || sortBy === '') return columns.order;
  const located = locate(schemas, sortBy);
  const many = located?.attribute.multiValued ? columns.many(located.attribute.name) : undefined;
  // RFC 7644 §3.4.2.3: of several values, the primary one counts.
  const column = many
    ? many.sources[0]?.columns[located?.sub?.name ?? 'value']
    : located && columns.single(located);
  const kept = column !== undefined && !column.sql.startsWith('item.') && !column.sql.startsWith('member.');
  if (!column || !kept)
    return chain.fail('scim.sort.attribute', `One cannot sort by “${sortBy}”.`, {
      path: 'sortBy',
      seen: sortBy,
      inputs: { sortBy },
    });
  const direction = sortOrder?.toLowerCase() === 'descending' ? 'DESC' : 'ASC';
  const collation = column.type === 'text' ? ' COLLATE NOCASE' : '';
  // Resources without a value come last when ascending, first when descending.
  const missing = column.never === 'null' ? '' : `${column.sql} IS NULL ${direction}, `;
  return `${missing}${column.sql}${collation} ${direction}, ${columns.id}`;
}

function number(
  name: string,
  value: string | number | undefined,
  fallback: number,
  chain: RuleChain,
): number {
  if (value === undefined || value === '') return fallback;
  const read = Number(value);
  if (Number.isSafeInteger(read)) return read;
  return chain.fail('scim.page.number', `${name} is not a whole number.`, {
    path: name,
    seen: value,
    inputs: { [name]: value },
  });
}

/** Shows only what a client asked for (RFC 7644 §3.9). `id` and `schemas` always stay. */
export function project(
  resource: JsonObject,
  {
    attributes,
    excludedAttributes,
  }: { attributes?: string | undefined; excludedAttributes?: string | undefined },
): JsonObject {
  const asked = names(attributes);
  const left = names(excludedAttributes);
  if (asked.length > 0)
    return Object.fromEntries(
      Object.entries(resource).flatMap(([name, value]) => {
        if (name === 'id' || name === 'schemas') return [[name, value]];
        const low = name.toLowerCase();
        if (asked.some((one) => one === low || shortOf(one) === low)) return [[name, value]];
        const subs = asked.flatMap((one) => subOf(one, low));
        return subs.length === 0 ? [] : [[name, pick(value, (key) => subs.includes(key.toLowerCase()))]];
      }),
    );
  return Object.fromEntries(
    Object.entries(resource).flatMap(([name, value]) => {
      const low = name.toLowerCase();
      if (name === 'id' || name === 'schemas') return [[name, value]];
      if (left.some((one) => one === low || shortOf(one) === low)) return [];
      const subs = left.flatMap((one) => subOf(one, low));
      return [[name, subs.length === 0 ? value : pick(value, (key) => !subs.includes(key.toLowerCase()))]];
    }),
  );
}

/** Whether an answer shows an attribute at all, so that costly ones are read only then. */
export const shows = (
  name: string,
  {
    attributes,
    excludedAttributes,
  }: { attributes?: string | undefined; excludedAttributes?: string | undefined },
): boolean => name in project({ [name]: {} }, { attributes, excludedAttributes });

const names = (list: string | undefined): string[] =>
  (list ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter(Boolean);

const CORE = /^urn:ietf:params:scim:schemas:core:2\.0:(?:user|group):/;
const shortOf = (name: string): string => name.replace(CORE, '');

/** The part of `parent` that a name leads to, behind `.` or, for an extension, `:`. */
function subOf(name: string, parent: string): string[] {
  const short = shortOf(name);
  return short.startsWith(`${parent}.`) || short.startsWith(`${parent}:`)
    ? [short.slice(parent.length + 1).split('.')[0] ?? '']
    : [];
}

function pick(value: JsonObject[string], keep: (key: string) => boolean): JsonObject[string] {
  if (Array.isArray(value)) return value.map((item) => pick(item, keep));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => keep(key)));
}
