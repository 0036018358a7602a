import { fromDateTime } from '../../../events/date-time.ts';
import type { RuleChain } from '../rule-chain.ts';
import type { ResourceSchemas } from '../schema/attribute.ts';
import { type Located, locate } from '../schema/schemas.ts';
import type { Column, Columns, Values } from './columns.ts';
import type { Comparison, Filter } from './parse-filter.ts';
import type { FilterValue } from './tokens.ts';

/** A condition of SQL with the values that are bound to its marks, in order. */
export interface Condition {
  sql: string;
  values: (string | number)[];
}

/** What a filter is about. */
export interface Searched {
  schemas: ResourceSchemas;
  columns: Columns;
}

const SIGNS = { eq: '=', ne: 'IS NOT', gt: '>', ge: '>=', lt: '<', le: '<=' } as const;
const OF_TEXT: ReadonlySet<string> = new Set(['co', 'sw', 'ew']);

/**
 * Translates a filter into a condition of SQL. Values are bound, names come from the schema, so that nothing of the
 * filter's text reaches the database. Ends the chain by `scim.filter.attribute` or `scim.filter.operator`.
 */
export function filterSql(filter: Filter, searched: Searched, chain: RuleChain): Condition {
  switch (filter.op) {
    case 'and':
    case 'or': {
      const parts = filter.filters.map((part) => filterSql(part, searched, chain));
      return {
        sql: `(${parts.map(({ sql }) => sql).join(filter.op === 'and' ? ' AND ' : ' OR ')})`,
        values: parts.flatMap(({ values }) => values),
      };
    }
    case 'not': {
      const { sql, values } = filterSql(filter.filter, searched, chain);
      return { sql: `NOT ifnull(${sql}, 0)`, values };
    }
    case 'each':
      return eachValue(filter, searched, chain);
    default:
      return comparison(filter, searched, chain);
  }
}

function comparison(
  filter: Exclude<Filter, { op: 'and' | 'or' | 'not' | 'each' }>,
  searched: Searched,
  chain: RuleChain,
): Condition {
  const located = find(filter.path, searched, chain);
  const { attribute, sub } = located;
  if (attribute.multiValued) {
    const values = searched.columns.many(attribute.name);
    if (!values) return unsearchable(filter.path, chain);
    return anyValue(
      values,
      (columns) => {
        const column = columns[sub?.name ?? 'value'];
        return column ? compare(filter, column, chain) : undefined;
      },
      filter.path,
      chain,
    );
  }
  const column = searched.columns.single(located);
  if (column) return compare(filter, column, chain);
  if (filter.op === 'pr' && !sub && attribute.subAttributes) return anyPart(located, searched, chain);
  return unsearchable(filter.path, chain);
}

/** A complex attribute is present when one of its parts is. */
function anyPart(located: Located, { columns }: Searched, chain: RuleChain): Condition {
  const parts = (located.attribute.subAttributes ?? []).flatMap((sub) => {
    const column = columns.single({ ...located, sub, name: `${located.name}.${sub.name}` });
    return column ? [`${column.sql} IS NOT NULL`] : [];
  });
  if (parts.length === 0) return unsearchable(located.name, chain);
  return { sql: `(${parts.join(' OR ')})`, values: [] };
}

function eachValue(
  { path, filter }: Extract<Filter, { op: 'each' }>,
  searched: Searched,
  chain: RuleChain,
): Condition {
  const { attribute } = find(path, searched, chain);
  const values = attribute.multiValued ? searched.columns.many(attribute.name) : undefined;
  if (!values) return unsearchable(path, chain);
  return anyValue(values, (columns) => inValue(filter, columns, chain), path, chain);
}

/** The condition on one value, inside the brackets. */
function inValue(filter: Filter, columns: Readonly<Record<string, Column>>, chain: RuleChain): Condition {
  switch (filter.op) {
    case 'and':
    case 'or': {
      const parts = filter.filters.map((part) => inValue(part, columns, chain));
      return {
        sql: `(${parts.map(({ sql }) => sql).join(filter.op === 'and' ? ' AND ' : ' OR ')})`,
        values: parts.flatMap(({ values }) => values),
      };
    }
    case 'not': {
      const { sql, values } = inValue(filter.filter, columns, chain);
      return { sql: `NOT ifnull(${sql}, 0)`, values };
    }
    case 'each':
      return unsearchable(filter.path, chain);
    default: {
      const low = filter.path.toLowerCase();
      const name = Object.keys(columns).find((candidate) => candidate.toLowerCase() === low);
      const column = name === undefined ? undefined : columns[name];
      return column ? compare(filter, column, chain) : unsearchable(filter.path, chain);
    }
  }
}

function anyValue(
  { sources }: Values,
  condition: (columns: Readonly<Record<string, Column>>) => Condition | undefined,
  path: string,
  chain: RuleChain,
): Condition {
  const parts = sources.flatMap(({ columns, exists }) => {
    const found = condition(columns);
    return found ? [{ sql: exists(found.sql), values: found.values }] : [];
  });
  if (parts.length === 0) return unsearchable(path, chain);
  return {
    sql: parts.length === 1 ? (parts[0]?.sql ?? '') : `(${parts.map(({ sql }) => sql).join(' OR ')})`,
    values: parts.flatMap(({ values }) => values),
  };
}

function compare(
  filter: { op: 'pr'; path: string } | { op: Comparison; path: string; value: FilterValue },
  { sql, type }: Column,
  chain: RuleChain,
): Condition {
  // Text that is empty counts as unassigned (RFC 7643 §2.5).
  if (filter.op === 'pr')
    return { sql: type === 'text' || type === 'exact' ? `${sql} > ''` : `${sql} IS NOT NULL`, values: [] };
  const { op, value, path } = filter;
  if (value === null) {
    if (op === 'eq') return { sql: `${sql} IS NULL`, values: [] };
    if (op === 'ne') return { sql: `${sql} IS NOT NULL`, values: [] };
    return unfit(filter, type, chain);
  }
  const bound = bind(value, type);
  const allowed =
    type === 'text' || type === 'exact' || (type === 'flag' ? op === 'eq' || op === 'ne' : !OF_TEXT.has(op));
  if (bound === undefined || !allowed) return unfit({ op, value, path }, type, chain);
  if (op === 'co' || op === 'sw' || op === 'ew') return pattern(op, String(bound), sql, type);
  return { sql: `${sql} ${SIGNS[op]} ?${type === 'text' ? ' COLLATE NOCASE' : ''}`, values: [bound] };
}

function pattern(op: 'co' | 'sw' | 'ew', text: string, sql: string, type: string): Condition {
  if (type === 'text') {
    const plain = text.replace(/[\\%_]/g, '\\$&');
    const like = op === 'co' ? `%${plain}%` : op === 'sw' ? `${plain}%` : `%${plain}`;
    return { sql: `${sql} LIKE ? ESCAPE '\\'`, values: [like] };
  }
  if (op === 'co') return { sql: `instr(${sql}, ?) > 0`, values: [text] };
  if (op === 'sw') return { sql: `substr(${sql}, 1, length(?)) = ?`, values: [text, text] };
  return {
    sql: `(length(${sql}) >= length(?) AND substr(${sql}, -length(?)) = ?)`,
    values: [text, text, text],
  };
}

/** A value as the database keeps it; undefined where the type does not fit. */
function bind(value: string | number | boolean, type: Column['type']): string | number | undefined {
  switch (type) {
    case 'flag': {
      // Some clients send "True" as text.
      const read = typeof value === 'string' ? { true: true, false: false }[value.toLowerCase()] : value;
      return typeof read === 'boolean' ? Number(read) : undefined;
    }
    case 'number':
      return typeof value === 'number' ? value : undefined;
    case 'time':
      return typeof value === 'string' ? fromDateTime(value) : undefined;
    default:
      return typeof value === 'string' ? value : undefined;
  }
}

function find(path: string, { schemas }: Searched, chain: RuleChain): Located {
  const found = locate(schemas, path);
  // Entra ID compares `manager` itself: what is meant is its value.
  const alone = found?.attribute.type === 'complex' && !found.attribute.multiValued && !found.sub;
  const located = alone ? (locate(schemas, `${path}.value`) ?? found) : found;
  if (located && located.attribute.returned !== 'never') return located;
  chain.fail('scim.filter.attribute', `There is no attribute “${path}” that can be searched.`, {
    path: 'filter',
    seen: path,
    inputs: { attribute: path },
  });
}

function unsearchable(path: string, chain: RuleChain): never {
  chain.fail('scim.filter.attribute', `“${path}” cannot be searched; name one of its parts.`, {
    path: 'filter',
    seen: path,
    inputs: { attribute: path },
  });
}

const KINDS = {
  text: 'text',
  exact: 'text',
  flag: 'true or false',
  number: 'a number',
  time: 'a time',
} as const;

function unfit(
  { op, value, path }: { op: string; value: FilterValue; path: string },
  type: Column['type'],
  chain: RuleChain,
): never {
  chain.fail(
    'scim.filter.operator',
    `“${path} ${op} ${JSON.stringify(value)}” does not fit: it is ${KINDS[type]}.`,
    {
      path: 'filter',
      expected: KINDS[type],
      seen: `${op} ${JSON.stringify(value)}`,
      inputs: { attribute: path, op, value, type },
    },
  );
}
