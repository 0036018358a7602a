import { GROUP_SCHEMA } from '../urns.ts';
import {
  type Attribute,
  attribute,
  complex,
  named,
  type ResourceSchemas,
  readOnly,
  type Schema,
} from './attribute.ts';
import { ENTERPRISE, USER } from './user-schema.ts';
import { WSO2 } from './wso2-schema.ts';

/** RFC 7643 §4.2. Members are users: groups do not hold groups here. */
const GROUP: Schema = {
  id: GROUP_SCHEMA,
  name: 'Group',
  description: 'Group',
  attributes: [
    attribute('displayName', 'The name of the group; unique in any letter case.', {
      required: true,
      uniqueness: 'server',
    }),
    complex(
      'members',
      'Who belongs to the group.',
      [
        attribute('value', 'The id of the user.', { caseExact: true, mutability: 'immutable' }),
        readOnly('$ref', 'The address of the user.', {
          type: 'reference',
          referenceTypes: ['User'],
          caseExact: true,
        }),
        readOnly('type', 'Always “User”.', { canonicalValues: ['User'] }),
        readOnly('display', 'The name of the user.'),
      ],
      { multiValued: true },
    ),
  ],
};

/** Attributes of every resource (RFC 7643 §3.1). They belong to no schema. */
const COMMON: readonly Attribute[] = [
  readOnly('id', 'The id; it never changes.', { caseExact: true, returned: 'always', uniqueness: 'server' }),
  attribute('externalId', 'The id that the client gave.', { caseExact: true }),
  complex(
    'meta',
    'About the resource.',
    [
      readOnly('resourceType', 'The type.', { caseExact: true }),
      readOnly('created', 'When it was created.', { type: 'dateTime' }),
      readOnly('lastModified', 'When it was last changed.', { type: 'dateTime' }),
      readOnly('location', 'Its address.', { type: 'reference', caseExact: true }),
      readOnly('version', 'Its ETag.', { caseExact: true }),
    ],
    { mutability: 'readOnly' },
  ),
];

export const USER_SCHEMAS: ResourceSchemas = { core: USER, extensions: [ENTERPRISE, WSO2] };
export const GROUP_SCHEMAS: ResourceSchemas = { core: GROUP, extensions: [] };
export const ALL_SCHEMAS: readonly Schema[] = [USER, GROUP, ENTERPRISE, WSO2];

/** Attributes that stand at the top of a resource: the common ones and those of its core schema. */
export const topAttributes = ({ core }: ResourceSchemas): readonly Attribute[] => [
  ...COMMON,
  ...core.attributes,
];

/** An attribute that a path leads to. */
export interface Located {
  /** The URN of the extension it belongs to, if it does not belong to the core. */
  extension: string | undefined;
  attribute: Attribute;
  sub: Attribute | undefined;
  /** Its canonical name, e.g. `name.familyName`, with the URN in front for an extension. */
  name: string;
}

/**
 * Finds the attribute of `[urn:]attribute[.sub]` (RFC 7644 §3.10), names in any letter case. A URN alone leads to the
 * extension itself, as a complex attribute.
 */
export function locate(schemas: ResourceSchemas, path: string): Located | undefined {
  const { extension, rest } = splitUrn(schemas, path);
  if (extension && rest === '') {
    const whole = complex(extension.id, extension.description, extension.attributes);
    return { extension: extension.id, attribute: whole, sub: undefined, name: extension.id };
  }
  const [first = '', second, ...more] = rest.split('.');
  if (more.length > 0) return undefined;
  const attribute = named(extension?.attributes ?? topAttributes(schemas), first);
  const sub = second === undefined ? undefined : named(attribute?.subAttributes, second);
  if (!attribute || (second !== undefined && !sub)) return undefined;
  const prefix = extension ? `${extension.id}:` : '';
  const name = `${prefix}${attribute.name}${sub ? `.${sub.name}` : ''}`;
  return { extension: extension?.id, attribute, sub, name };
}

function splitUrn(schemas: ResourceSchemas, path: string): { extension: Schema | undefined; rest: string } {
  const low = path.toLowerCase();
  for (const schema of [schemas.core, ...schemas.extensions]) {
    const urn = schema.id.toLowerCase();
    const extension = schema === schemas.core ? undefined : schema;
    if (low.startsWith(`${urn}:`)) return { extension, rest: path.slice(urn.length + 1) };
    if (low === urn && extension) return { extension, rest: '' };
  }
  return { extension: undefined, rest: path };
}
