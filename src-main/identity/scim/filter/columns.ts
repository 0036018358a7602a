import type { Located } from '../schema/schemas.ts';

/** How the value of an attribute is kept, and so how it is compared. */
export type ColumnType = 'text' | 'exact' | 'flag' | 'number' | 'time';

/** An SQL expression that gives the value of an attribute, null where it has none. */
export interface Column {
  sql: string;
  type: ColumnType;
  /** It never gives null, so an index over it can serve the order. */
  never?: 'null';
}

/** Values of a multi-valued attribute. */
export interface Values {
  /** Conditions on one value; each source is a place where values are kept. */
  sources: readonly {
    columns: Readonly<Record<string, Column>>;
    /** Puts a condition on a value into a condition on the row. */
    exists: (condition: string) => string;
  }[];
}

/** Where the attributes of a type of resource are kept. */
export interface Columns {
  /** What is selected from, with all that the columns need. */
  from: string;
  id: string;
  /** The order when none is asked for; an index serves it. */
  order: string;
  single(located: Located): Column | undefined;
  many(attribute: string): Values | undefined;
}
