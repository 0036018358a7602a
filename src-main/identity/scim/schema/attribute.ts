/** The characteristics of an attribute (RFC 7643 §2.2, §7). */
export interface Attribute {
  readonly name: string;
  readonly type: 'string' | 'boolean' | 'integer' | 'dateTime' | 'reference' | 'complex';
  readonly multiValued: boolean;
  readonly description: string;
  readonly required: boolean;
  readonly caseExact: boolean;
  readonly mutability: 'readOnly' | 'readWrite' | 'writeOnly' | 'immutable';
  readonly returned: 'always' | 'never' | 'default' | 'request';
  readonly uniqueness: 'none' | 'server';
  readonly canonicalValues?: readonly string[];
  readonly referenceTypes?: readonly string[];
  readonly subAttributes?: readonly Attribute[];
}

/** A schema of /Schemas. */
export interface Schema {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly attributes: readonly Attribute[];
}

/** The schemas of a type of resource: the core one and its extensions (RFC 7643 §3.3). */
export interface ResourceSchemas {
  readonly core: Schema;
  readonly extensions: readonly Schema[];
}

type More = Partial<Omit<Attribute, 'name' | 'description'>>;

/** An attribute with the defaults of RFC 7643 §2.2. */
export const attribute = (name: string, description: string, more: More = {}): Attribute => ({
  name,
  type: 'string',
  multiValued: false,
  description,
  required: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
  ...more,
});

/** One that the directory writes itself. */
export const readOnly = (name: string, description: string, more: More = {}): Attribute =>
  attribute(name, description, { mutability: 'readOnly', ...more });

export const flag = (name: string, description: string, more: More = {}): Attribute =>
  attribute(name, description, { type: 'boolean', ...more });

export const complex = (
  name: string,
  description: string,
  subAttributes: readonly Attribute[],
  more: More = {},
): Attribute => attribute(name, description, { type: 'complex', subAttributes, ...more });

/** A list of values with type and primary (RFC 7643 §2.4). */
export const plural = (
  name: string,
  description: string,
  types: readonly string[] = [],
  sub: readonly Attribute[] = [attribute('value', 'The value.')],
): Attribute =>
  complex(
    name,
    description,
    [
      ...sub,
      attribute('display', 'A name for people.'),
      attribute('type', 'What it is used for.', types.length > 0 ? { canonicalValues: types } : {}),
      flag('primary', 'The one that is used first; at most one is.'),
    ],
    { multiValued: true },
  );

/** Finds an attribute by name; names have no letter case (RFC 7643 §2.1). */
export function named(attributes: readonly Attribute[] | undefined, name: string): Attribute | undefined {
  const low = name.toLowerCase();
  return attributes?.find((candidate) => candidate.name.toLowerCase() === low);
}
